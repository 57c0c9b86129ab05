package dev.postrider.aws;

import dev.postrider.account.Account;
import dev.postrider.account.AccountReader;
import java.util.Objects;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.GetTenantResponse;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendingStatus;

/// Reads the account with GetAccount, and its tenants with GetTenant.
public final class SesAccountReader implements AccountReader {
  private final SesV2Client client;

  public SesAccountReader(SesV2Client client) {
    this.client = client;
  }

  @Override
  public Account read() {
    GetAccountResponse account = client.getAccount(_ -> {});
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
      GetTenantResponse found = client.getTenant(request -> request.tenantName(tenant));
      return found.tenant() == null || found.tenant().sendingStatus() != SendingStatus.DISABLED;
    } catch (NotFoundException e) {
      return true;
    }
  }
}
