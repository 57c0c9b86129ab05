package dev.postrider.local.ses;

import static dev.postrider.local.ses.Refusal.RefusalReason.NOT_FOUND;
import static dev.postrider.local.ses.Refusal.require;

import dev.postrider.local.LocalAws;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sesv2.model.GetTenantResponse;

/// SES's operations on tenants, as far as mail of a tenant needs them.
record TenantOperations(SesAccount account, Clock clock) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// Of this account: type and name.
  private static final Pattern ARN =
      Pattern.compile(Pattern.quote(LocalAws.arn("ses", "")) + "([a-z-]+)/(.+)");

  private static final double MILLIS_PER_SECOND = 1_000.0;

  Object get(SesRequest call) {
    String name = call.required("TenantName");
    account.tenants().checkExists(name);
    String status = account.tenants().isPaused(name) ? "DISABLED" : "ENABLED";
    return GetTenantResponse.builder().tenant(t -> t.tenantName(name).sendingStatus(status));
  }

  Object create(SesRequest call) {
    String name = checkedName(call.required("TenantName"));
    account.tenants().create(name);
    return Map.of(
        "TenantName",
        name,
        "SendingStatus",
        "ENABLED",
        "CreatedTimestamp",
        clock.millis() / MILLIS_PER_SECOND);
  }

  /// Refuses what is not a tenant's name.
  static String checkedName(String name) {
    require(
        NAME.matcher(name).matches(),
        "TenantName must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -.");
    return name;
  }

  Object associate(SesRequest call) {
    String name = call.required("TenantName");
    String arn = call.required("ResourceArn");
    Matcher resource = ARN.matcher(arn);
    require(resource.matches(), "Provided resource identifier is not an SES resource");
    account.tenants().checkExists(name);
    require(
        account.has(resource.group(1), resource.group(2)),
        NOT_FOUND,
        "Resource <" + arn + "> does not exist");
    account.tenants().associate(name, arn);
    return AccountOperations.NOTHING;
  }
}
