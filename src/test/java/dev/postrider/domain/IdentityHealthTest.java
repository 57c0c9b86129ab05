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
  @EnumSource(names = {"FAILED", "TEMPORARY_FAILURE", "NOT_STARTED", "UNKNOWN"})
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
  void aWithdrawnVerificationIsLost() {
    IdentityHealth health = known(false, SetupStatus.SUCCESS, SetupStatus.SUCCESS);

    assertThat(health.lost())
        .extracting(IdentityHealth.Loss::part, IdentityHealth.Loss::status)
        .containsExactly(tuple(IdentityHealth.Part.VERIFICATION, SetupStatus.FAILED));
  }

  @Test
  void anIdentityThatIsGoneIsLostAndOneThatCannotBeAskedForIsNot() {
    assertThat(IdentityHealth.of(DOMAIN, new Fact.Absent<>()).lost().getFirst().action())
        .isEqualTo("SES has no identity example.com: deploy the stack again");
    assertThat(IdentityHealth.of(DOMAIN, new Fact.Unavailable<>("time-out")).healthy()).isTrue();
  }

  private static IdentityHealth known(boolean verified, SetupStatus dkim, SetupStatus mailFrom) {
    return IdentityHealth.of(
        DOMAIN,
        new Fact.Known<>(
            new IdentityFacts(
                verified,
                SetupStatus.SUCCESS,
                new IdentityFacts.Dkim(
                    true, dkim, true, List.of("a"), new DnsName("dkim.amazonses.com")),
                new IdentityFacts.MailFrom(DOMAIN.child("mail"), mailFrom, false))));
  }
}
