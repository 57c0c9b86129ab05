package dev.postrider.local.ses;

import static dev.postrider.local.ses.Refusal.RefusalReason.NOT_FOUND;
import static dev.postrider.local.ses.Refusal.require;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.GetConfigurationSetResponse;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.MailFromAttributes;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestination;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

/// SES's management operations: each answers its response, as the SDK's builder or as a map, or
/// throws a refusal.
record AccountOperations(SesAccount account, Clock clock) {
  private static final double MILLIS_PER_SECOND = 1_000.0;
  private static final String NOT_SUPPRESSED =
      "The email address does not exist on your suppression list.";
  static final Object NOTHING = Map.of();

  Object getAccount(SesRequest call) {
    return GetAccountResponse.builder()
        .dedicatedIpAutoWarmupEnabled(false)
        .enforcementStatus(account.enforcementStatus())
        .productionAccessEnabled(account.productionAccess())
        .sendingEnabled(account.sendingEnabled())
        .sendQuota(
            quota ->
                quota
                    .max24HourSend(account.max24HourSend())
                    .maxSendRate(account.maxSendRate())
                    .sentLast24Hours((double) account.sentLast24Hours()))
        .suppressionAttributes(s -> s.suppressedReasonsWithStrings("BOUNCE", "COMPLAINT"));
  }

  Object putAccountSending(SesRequest call) {
    account.sendingEnabled(call.json().path("SendingEnabled").asBoolean(false));
    return NOTHING;
  }

  Object putConfigurationSetSending(SesRequest call) {
    boolean sending = call.json().path("SendingEnabled").asBoolean(false);
    found(account.configurationSets().replace(call.name(), sending), noSet(call.name()));
    return NOTHING;
  }

  Object getConfigurationSet(SesRequest call) {
    boolean sending = found(account.configurationSets().get(call.name()), noSet(call.name()));
    return GetConfigurationSetResponse.builder()
        .configurationSetName(call.name())
        .sendingOptions(s -> s.sendingEnabled(sending));
  }

  private static String noSet(String name) {
    return "Configuration set <" + name + "> does not exist.";
  }

  Object getEmailIdentity(SesRequest call) {
    String identity = call.name();
    require(
        account.hasIdentity(identity),
        NOT_FOUND,
        "Email identity " + identity + " does not exist.");
    boolean isAddress = identity.contains("@");
    return GetEmailIdentityResponse.builder()
        .identityType(isAddress ? "EMAIL_ADDRESS" : "DOMAIN")
        .feedbackForwardingStatus(true)
        .verifiedForSendingStatus(true)
        .verificationStatus("SUCCESS")
        .dkimAttributes(
            dkim ->
                dkim.signingEnabled(true)
                    .status(isAddress ? "NOT_STARTED" : account.dkimStatus())
                    .signingAttributesOrigin("AWS_SES")
                    .currentSigningKeyLength("RSA_2048_BIT")
                    .nextSigningKeyLength("RSA_2048_BIT")
                    .tokens(
                        isAddress
                            ? List.of()
                            : List.of("localtoken1", "localtoken2", "localtoken3")))
        .mailFromAttributes(isAddress ? null : mailFrom(identity));
  }

  private MailFromAttributes mailFrom(String domain) {
    boolean failed = account.hasMailFromFailure(domain);
    return MailFromAttributes.builder()
        .mailFromDomain("mail." + domain)
        .mailFromDomainStatus(failed ? "FAILED" : "SUCCESS")
        .behaviorOnMxFailure(failed ? "REJECT_MESSAGE" : "USE_DEFAULT_VALUE")
        .build();
  }

  Object putSuppressed(SesRequest call) {
    String reason = call.required("Reason");
    require(
        SuppressionListReason.knownValues().contains(SuppressionListReason.fromValue(reason)),
        "Reason must be BOUNCE or COMPLAINT.");
    require(account.productionAccess(), "The sandbox has no PutSuppressedDestination.");
    String address = call.required("EmailAddress");
    account
        .suppressions()
        .put(
            address,
            SuppressedDestination.builder()
                .emailAddress(address)
                .reason(reason)
                .lastUpdateTime(clock.instant())
                .build());
    return NOTHING;
  }

  Object listSuppressed(SesRequest call) {
    Optional<String> reason = call.call().parameter("Reason");
    return Map.of(
        "SuppressedDestinationSummaries",
        account.suppressions().values().stream()
            .filter(s -> reason.isEmpty() || reason.get().equals(s.reasonAsString()))
            .map(AccountOperations::summary)
            .toList());
  }

  Object getSuppressed(SesRequest call) {
    return Map.of(
        "SuppressedDestination",
        summary(found(account.suppressions().get(call.name()), NOT_SUPPRESSED)));
  }

  Object deleteSuppressed(SesRequest call) {
    found(account.suppressions().remove(call.name()), NOT_SUPPRESSED);
    return NOTHING;
  }

  private static Map<String, Object> summary(SuppressedDestination suppressed) {
    return Map.of(
        "EmailAddress", suppressed.emailAddress(),
        "Reason", suppressed.reasonAsString(),
        "LastUpdateTime", suppressed.lastUpdateTime().toEpochMilli() / MILLIS_PER_SECOND);
  }

  static <T> T found(@Nullable T value, String otherwise) {
    if (value == null) {
      throw new Refusal(NOT_FOUND, otherwise);
    }
    return value;
  }
}
