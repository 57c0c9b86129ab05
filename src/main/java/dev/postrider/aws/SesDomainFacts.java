package dev.postrider.aws;

import dev.postrider.domain.AccountFacts;
import dev.postrider.domain.Fact;
import dev.postrider.domain.IdentityFacts;
import dev.postrider.domain.SetupStatus;
import dev.postrider.domain.dns.DnsName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;
import software.amazon.awssdk.services.sesv2.model.DkimAttributes;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityResponse;
import software.amazon.awssdk.services.sesv2.model.MailFromAttributes;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

/// What SES says about a domain's identity and the account (GetEmailIdentity, GetAccount).
public final class SesDomainFacts implements AutoCloseable {
  /// What GetEmailIdentity leaves out `SigningHostedZone` for.
  private static final DnsName USUAL_SIGNING_ZONE = new DnsName("dkim.amazonses.com");

  private final SesV2Client ses;

  /// Builds the client; `close` closes it.
  public SesDomainFacts(SesV2ClientBuilder builder) {
    this.ses = builder.build();
  }

  /// The identity of a domain.
  public Fact<IdentityFacts> identity(DnsName domain) {
    try {
      return new Fact.Known<>(identity(ses.getEmailIdentity(r -> r.emailIdentity(domain.text()))));
    } catch (NotFoundException e) {
      return new Fact.Absent<>();
    } catch (SdkException e) {
      return new Fact.Unavailable<>(why("GetEmailIdentity", e));
    }
  }

  /// The account in the client's Region.
  public Fact<AccountFacts> account() {
    try {
      return new Fact.Known<>(account(ses.getAccount(_ -> {})));
    } catch (SdkException e) {
      return new Fact.Unavailable<>(why("GetAccount", e));
    }
  }

  /// What GetEmailIdentity says.
  public static IdentityFacts identity(GetEmailIdentityResponse response) {
    return new IdentityFacts(
        yes(response.verifiedForSendingStatus()),
        status(response.verificationStatusAsString()),
        dkim(response.dkimAttributes()),
        mailFrom(response.mailFromAttributes()));
  }

  private static IdentityFacts.Dkim dkim(@Nullable DkimAttributes dkim) {
    if (dkim == null) {
      return new IdentityFacts.Dkim(
          false, SetupStatus.NOT_STARTED, true, List.of(), USUAL_SIGNING_ZONE);
    }
    DnsName zone =
        Optional.ofNullable(dkim.signingHostedZone())
            .filter(name -> !name.isBlank())
            .map(DnsName::new)
            .orElse(USUAL_SIGNING_ZONE);
    boolean easy = !"EXTERNAL".equals(dkim.signingAttributesOriginAsString());
    return new IdentityFacts.Dkim(
        yes(dkim.signingEnabled()), status(dkim.statusAsString()), easy, dkim.tokens(), zone);
  }

  private static IdentityFacts.MailFrom mailFrom(@Nullable MailFromAttributes mailFrom) {
    if (mailFrom == null
        || mailFrom.mailFromDomain() == null
        || mailFrom.mailFromDomain().isEmpty()) {
      return new IdentityFacts.MailFrom(null, SetupStatus.NOT_STARTED, false);
    }
    return new IdentityFacts.MailFrom(
        new DnsName(mailFrom.mailFromDomain()),
        status(mailFrom.mailFromDomainStatusAsString()),
        "REJECT_MESSAGE".equals(mailFrom.behaviorOnMxFailureAsString()));
  }

  /// What GetAccount says.
  public static AccountFacts account(GetAccountResponse response) {
    List<SuppressionListReason> reasons =
        Optional.ofNullable(response.suppressionAttributes())
            .map(attributes -> attributes.suppressedReasons())
            .orElse(List.of());
    return new AccountFacts(
        yes(response.productionAccessEnabled()),
        yes(response.sendingEnabled()),
        Optional.ofNullable(response.enforcementStatus()).orElse("UNKNOWN"),
        reasons.contains(SuppressionListReason.BOUNCE),
        reasons.contains(SuppressionListReason.COMPLAINT));
  }

  private static boolean yes(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static SetupStatus status(@Nullable String text) {
    return text == null ? SetupStatus.NOT_STARTED : SetupStatus.of(text);
  }

  private static String why(String operation, RuntimeException e) {
    return operation + ": " + SdkErrors.describe(e);
  }

  @Override
  public void close() {
    ses.close();
  }
}
