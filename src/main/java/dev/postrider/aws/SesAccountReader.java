package dev.postrider.aws;

import dev.postrider.account.Account;
import dev.postrider.account.AccountReader;
import dev.postrider.account.TenantReader;
import java.util.Objects;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.GetAccountRequest;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.GetTenantRequest;
import software.amazon.awssdk.services.sesv2.model.GetTenantResponse;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendingStatus;

/// Reads the account with GetAccount, and its tenants with GetTenant.
public final class SesAccountReader implements AccountReader, TenantReader {
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

  /// States that are not known yet do not keep mail back.
  @Override
  public boolean sends(String tenant) {
    try {
      GetTenantResponse found =
          client.getTenant(GetTenantRequest.builder().tenantName(tenant).build());
      return found.tenant() == null || found.tenant().sendingStatus() != SendingStatus.DISABLED;
    } catch (NotFoundException e) {
      return true;
    }
  }
}
