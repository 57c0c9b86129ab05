package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.domain.dns.DnsName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityHealthTest {
  private static final DnsName DOMAIN = new DnsName("example.com");

  @Test
  void anIdentityWithEverythingIsHealthy() {
    IdentityHealth health = known(true, SetupStatus.SUCCESS, SetupStatus.SUCCESS);

    assertThat(health.healthy()).isTrue();
    assertThat(health.pending()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "NOT_STARTED", "UNKNOWN"})
  void aLostSignatureIsNamed(SetupStatus status) {
    IdentityHealth health = known(true, status, SetupStatus.SUCCESS);

    assertThat(health.lost())
        .containsExactly(
            new IdentityHealth.Loss(
                IdentityHealth.Part.DKIM, status, "run: postrider domain check example.com"));
  }

  @Test
  void whatIsBeingSetUpIsPendingAndNotLost() {
    IdentityHealth health = known(true, SetupStatus.SUCCESS, SetupStatus.PENDING);

    assertThat(health.healthy()).isTrue();
    assertThat(health.pending())
        .extracting(IdentityHealth.Loss::part)
        .containsExactly(IdentityHealth.Part.MAIL_FROM);
  }

  @Test
  void ofWhatSesCannotLookUpForAWhileDkimStillWorksAndMailFromIsLost() {
    IdentityHealth health =
        known(true, SetupStatus.TEMPORARY_FAILURE, SetupStatus.TEMPORARY_FAILURE);

    assertThat(health.lost())
        .extracting(IdentityHealth.Loss::part)
        .containsExactly(IdentityHealth.Part.MAIL_FROM);
    assertThat(health.pending())
        .extracting(IdentityHealth.Loss::part)
        .containsExactly(IdentityHealth.Part.DKIM);
  }

  @Test
  void aDomainThatMayNotSendIsLostWhateverTheReason() {
    IdentityFacts facts =
        new IdentityFacts(
            false,
            SetupStatus.TEMPORARY_FAILURE,
            dkim(SetupStatus.SUCCESS),
            new IdentityFacts.MailFrom(null, SetupStatus.NOT_STARTED, false));

    assertThat(IdentityHealth.of(DOMAIN, null, new Fact.Known<>(facts)).lost())
        .extracting(IdentityHealth.Loss::part)
        .containsExactly(IdentityHealth.Part.VERIFICATION);
  }

  @Test
  void aWithdrawnVerificationIsLost() {
    IdentityHealth health = known(false, SetupStatus.SUCCESS, SetupStatus.SUCCESS);

    assertThat(health.lost())
        .extracting(IdentityHealth.Loss::part, IdentityHealth.Loss::status)
        .containsExactly(tuple(IdentityHealth.Part.VERIFICATION, SetupStatus.FAILED));
  }

  @Test
  void anIdentityThatIsGoneIsLostAndOneThatCannotBeAskedForIsNot() {
    assertThat(
            IdentityHealth.of(DOMAIN, null, new Fact.Absent<>())
                .lost()
                .getFirst()
                .action()
                .toString())
        .isEqualTo(
            "SES has no identity example.com: make it again, and publish its new DKIM records");
    assertThat(IdentityHealth.of(DOMAIN, null, new Fact.Unavailable<>("time-out")).healthy())
        .isTrue();
  }

  @Test
  void aMailFromDomainThatWasTakenAwayOrReplacedIsLost() {
    Fact<IdentityFacts> other = facts(true, SetupStatus.SUCCESS, SetupStatus.SUCCESS);

    assertThat(IdentityHealth.of(DOMAIN, DOMAIN.child("mail"), other).healthy()).isTrue();
    assertThat(IdentityHealth.of(DOMAIN, DOMAIN.child("bounce"), other).lost())
        .containsExactly(
            new IdentityHealth.Loss(
                IdentityHealth.Part.MAIL_FROM,
                SetupStatus.NOT_STARTED,
                "set the identity's MAIL FROM domain to bounce.example.com again"));
  }

  @Test
  void anIdentityThatNeverHadAMailFromDomainHasLostNone() {
    Fact<IdentityFacts> without =
        new Fact.Known<>(
            new IdentityFacts(
                true,
                SetupStatus.SUCCESS,
                dkim(SetupStatus.SUCCESS),
                new IdentityFacts.MailFrom(null, SetupStatus.NOT_STARTED, false)));

    assertThat(IdentityHealth.of(DOMAIN, null, without).healthy()).isTrue();
    assertThat(IdentityHealth.of(DOMAIN, DOMAIN.child("mail"), without).healthy()).isFalse();
  }

  private static IdentityHealth known(boolean verified, SetupStatus dkim, SetupStatus mailFrom) {
    return IdentityHealth.of(DOMAIN, null, facts(verified, dkim, mailFrom));
  }

  private static Fact<IdentityFacts> facts(
      boolean verified, SetupStatus dkim, SetupStatus mailFrom) {
    return new Fact.Known<>(
        new IdentityFacts(
            verified,
            SetupStatus.SUCCESS,
            dkim(dkim),
            new IdentityFacts.MailFrom(DOMAIN.child("mail"), mailFrom, false)));
  }

  private static IdentityFacts.Dkim dkim(SetupStatus status) {
    return new IdentityFacts.Dkim(
        true, status, true, List.of("a"), new DnsName("dkim.amazonses.com"));
  }
}
