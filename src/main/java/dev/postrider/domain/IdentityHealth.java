package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether what an identity once had is still there: the drift that AccountWatch alarms on.
///
/// @param lost what worked and does not, or never came; SES mails worse or not at all
/// @param pending what SES is still looking for, or could not look up for a while; no alarm, since
///     every set-up begins so, and what was set up goes on working
public record IdentityHealth(List<Loss> lost, List<Loss> pending) {
  public IdentityHealth {
    lost = List.copyOf(lost);
    pending = List.copyOf(pending);
  }

  /// One part of an identity.
  public enum Part {
    VERIFICATION,
    DKIM,
    MAIL_FROM
  }

  /// One part that is not as it should be.
  ///
  /// @param action what the operator does, for the alarm's text
  public record Loss(Part part, SetupStatus status, String action) {}

  /// Whether nothing is lost.
  public boolean healthy() {
    return lost.isEmpty();
  }

  /// The health of an identity. One that SES does not have has lost its verification; one that
  /// could not be asked for has lost nothing that is known of.
  ///
  /// @param mailFrom the MAIL FROM domain that was set up; null when whichever there is, or none,
  ///     is right
  public static IdentityHealth of(
      DnsName domain, @Nullable DnsName mailFrom, Fact<IdentityFacts> identity) {
    return switch (identity) {
      case Fact.Known<IdentityFacts>(IdentityFacts facts) -> sort(domain, mailFrom, facts);
      case Fact.Absent<IdentityFacts> _ ->
          new IdentityHealth(
              List.of(
                  new Loss(
                      Part.VERIFICATION,
                      SetupStatus.NOT_STARTED,
                      "SES has no identity %s: make it again, and publish its new DKIM records"
                          .formatted(domain))),
              List.of());
      case Fact.Unavailable<IdentityFacts> _ -> new IdentityHealth(List.of(), List.of());
    };
  }

  private static IdentityHealth sort(
      DnsName domain, @Nullable DnsName mailFrom, IdentityFacts facts) {
    List<Loss> lost = new ArrayList<>();
    List<Loss> pending = new ArrayList<>();
    String check = "run: postrider domain check " + domain;
    for (Loss loss : losses(facts, mailFrom, check)) {
      switch (loss.status()) {
        case SUCCESS -> {}
        case PENDING -> pending.add(loss);
        case TEMPORARY_FAILURE -> (stillWorks(loss) ? pending : lost).add(loss);
        case FAILED, NOT_STARTED, UNKNOWN -> lost.add(loss);
      }
    }
    return new IdentityHealth(lost, pending);
  }

  /// SES could not ask the DNS of late. It goes on to sign for three days, and then says FAILED. A
  /// domain that is not verified may not send, and a MAIL FROM domain is not used meanwhile: mail
  /// goes out under SES's own, or is refused (API_MailFromAttributes, BehaviorOnMxFailure).
  private static boolean stillWorks(Loss loss) {
    return loss.part() == Part.DKIM;
  }

  private static List<Loss> losses(IdentityFacts facts, @Nullable DnsName mailFrom, String check) {
    List<Loss> losses = new ArrayList<>();
    SetupStatus verified = facts.verified() ? SetupStatus.SUCCESS : notVerified(facts);
    losses.add(new Loss(Part.VERIFICATION, verified, check));
    SetupStatus dkim = facts.dkim().signs() ? facts.dkim().status() : SetupStatus.NOT_STARTED;
    losses.add(new Loss(Part.DKIM, dkim, check));
    if (mailFrom != null && !mailFrom.equals(facts.mailFrom().domain())) {
      losses.add(
          new Loss(
              Part.MAIL_FROM,
              SetupStatus.NOT_STARTED,
              "set the identity's MAIL FROM domain to " + mailFrom + " again"));
    } else if (facts.mailFrom().domain() != null) {
      losses.add(new Loss(Part.MAIL_FROM, facts.mailFrom().status(), check));
    }
    return losses;
  }

  /// Not verified although the status is still SUCCESS: SES has withdrawn the right to send.
  private static SetupStatus notVerified(IdentityFacts facts) {
    return facts.verification() == SetupStatus.SUCCESS ? SetupStatus.FAILED : facts.verification();
  }
}
