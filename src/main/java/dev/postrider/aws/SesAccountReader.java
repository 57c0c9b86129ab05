package dev.postrider.aws;

import dev.postrider.account.Account;
import dev.postrider.account.AccountReader;
import java.util.Objects;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.GetAccountRequest;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;

/// Reads the account with GetAccount.
public final class SesAccountReader implements AccountReader {
  private final SesV2Client client;

  public SesAccountReader(SesV2Client client) {
    this.client = client;
  }

  @Override
  public Account read() {
    GetAccountResponse account = client.getAccount(GetAccountRequest.builder().build());
    return new Account(
        account.sendQuota().max24HourSend(),
        account.sendQuota().maxSendRate(),
        account.sendQuota().sentLast24Hours(),
        Boolean.TRUE.equals(account.sendingEnabled()),
        Objects.requireNonNullElse(account.enforcementStatus(), "HEALTHY"));
  }
}
