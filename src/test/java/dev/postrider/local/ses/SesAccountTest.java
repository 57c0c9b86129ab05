package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sesv2.model.AccountSuspendedException;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.LimitExceededException;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendingPausedException;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

/// The account's rate, quota, pauses, tenants and templates.
class SesAccountTest extends SesServerCase {

  @Test
  void theRateIsCountedInRecipientsAndComesBackWithTime() {
    ses.account().maxSendRate(2);
    client.sendEmail(mail("a@b.org", b -> b.destination(d -> d.toAddresses("a@b.org", "b@b.org"))));
    assertRefused(TooManyRequestsException.class, mail("c@b.org"))
        .withMessageContaining("Maximum sending rate exceeded.");

    clock.advance(Duration.ofMillis(500));
    client.sendEmail(mail("c@b.org"));
    assertThat(ses.counters().acceptedRecipients()).isEqualTo(3);
    assertThat(ses.counters().throttledMessages()).isEqualTo(1);
  }

  @Test
  void theDailyQuotaLeavesTheSimulatorOutAndComesBackAfterADay() {
    ses.account().max24HourSend(1);
    client.sendEmail(mail("a@b.org"));
    client.sendEmail(mail("success@simulator.amazonses.com"));
    assertRefused(LimitExceededException.class, mail("a@b.org"))
        .withMessageContaining("Daily message quota exceeded");

    clock.advance(Duration.ofHours(24).plusSeconds(1));
    client.sendEmail(mail("a@b.org"));
    assertThat(client.getAccount(_ -> {}).sendQuota().sentLast24Hours()).isEqualTo(1);
  }

  @Test
  void noTenantWillDoUntilTenantsAreNamed() {
    assertRefused(NotFoundException.class, mail("ann@example.net", b -> b.tenantName("acme")));
    ses.account().tenants(Set.of("acme"));
    client.sendEmail(mail("ann@example.net", b -> b.tenantName("acme")));
    client.sendEmail(mail("ann@example.net"));

    assertRefused(NotFoundException.class, mail("ann@example.net", b -> b.tenantName("other")))
        .withMessageContaining("Tenant other for AwsAccountId 000000000000 not found.");
  }

  @Test
  void aPausedAccountAPausedSetAndASuspendedAccountSendNothing() {
    client.putAccountSendingAttributes(p -> p.sendingEnabled(false));
    assertRefused(SendingPausedException.class, mail("a@b.org"));
    assertThat(client.getAccount(_ -> {}).sendingEnabled()).isFalse();
    client.putAccountSendingAttributes(p -> p.sendingEnabled(true));

    client.putConfigurationSetSendingOptions(
        p -> p.configurationSetName("postrider").sendingEnabled(false));
    assertRefused(SendingPausedException.class, mail("a@b.org"));
    client.sendEmail(mail("a@b.org", b -> b.configurationSetName(null)));

    ses.account().suspended(true);
    assertRefused(AccountSuspendedException.class, mail("a@b.org"));
    assertThat(client.getAccount(_ -> {}).enforcementStatus()).isEqualTo("SHUTDOWN");
  }

  @Test
  void aPausedTenantSendsNothingInEachFormAndGetTenantSaysSo() {
    ses.account().tenants(Set.of("acme", "other"));
    ses.account().pausedTenants(Set.of("acme"));
    assertRefused(SendingPausedException.class, mail("a@b.org", b -> b.tenantName("acme")));
    ses.account().pauseForm(SesAccount.PauseForm.MESSAGE_REJECTED);
    assertRefused(MessageRejectedException.class, mail("a@b.org", b -> b.tenantName("acme")))
        .withMessageContaining("Sending paused for this tenant. ");
    ses.account().pauseForm(SesAccount.PauseForm.ACCESS_DENIED);
    assertRefused(SesV2Exception.class, mail("a@b.org", b -> b.tenantName("acme")))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    client.sendEmail(mail("a@b.org", b -> b.tenantName("other")));

    assertThat(client.getTenant(g -> g.tenantName("acme")).tenant().sendingStatusAsString())
        .isEqualTo("DISABLED");
    assertThat(client.getTenant(g -> g.tenantName("other")).tenant().sendingStatusAsString())
        .isEqualTo("ENABLED");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.getTenant(g -> g.tenantName("nobody")));
    assertThat(client.getAccount(_ -> {}).sendingEnabled()).isTrue();
  }

  @Test
  void theAccountIsDescribed() {
    GetAccountResponse account = client.getAccount(_ -> {});
    assertThat(account.sendQuota().maxSendRate()).isEqualTo(14);
    assertThat(account.sendQuota().max24HourSend()).isEqualTo(50_000);
    assertThat(account.productionAccessEnabled()).isTrue();
    assertThat(
            client.getEmailIdentity(g -> g.emailIdentity("example.com")).dkimAttributes().tokens())
        .hasSize(3);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.getEmailIdentity(g -> g.emailIdentity("other.example")));
  }

  @Test
  void templatesAreKept() {
    createTemplate();
    assertThatExceptionOfType(AlreadyExistsException.class).isThrownBy(this::createTemplate);
    client.updateEmailTemplate(
        u -> u.templateName("welcome").templateContent(c -> c.subject("Hi {{n}}")));
    assertThat(client.getEmailTemplate(g -> g.templateName("welcome")).templateContent().subject())
        .isEqualTo("Hi {{n}}");
    client.deleteEmailTemplate(d -> d.templateName("welcome"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.getEmailTemplate(g -> g.templateName("welcome")));
  }
}
