package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postrider.local.http.HttpJson;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntry;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/// Mail of a tenant: the tenant must exist, and be associated with all that its mail is made of.
class TenantTest extends SesServerCase {
  private static final String ARN = "arn:aws:ses:eu-central-1:000000000000:";

  private void send(String tenant) {
    client.sendEmail(mail("ann@example.net", b -> b.tenantName(tenant)));
  }

  private void sendBulk(String tenant) {
    client.sendBulkEmail(
        b ->
            b.fromEmailAddress("shop@example.com")
                .configurationSetName("postrider")
                .tenantName(tenant)
                .defaultContent(
                    d -> d.template(t -> t.templateName("welcome").templateData("{\"n\":1}")))
                .bulkEmailEntries(
                    BulkEmailEntry.builder()
                        .destination(d -> d.toAddresses("ann@example.net"))
                        .build()));
  }

  private void associate(String... resources) {
    List.of(resources)
        .forEach(
            resource ->
                client.createTenantResourceAssociation(
                    a -> a.tenantName("acme").resourceArn(ARN + resource)));
  }

  private void assertNotAssociated(Runnable sending, String... resources) {
    String arns = String.join(", ", List.of(resources).stream().map(ARN::concat).toList());
    assertThatExceptionOfType(SesV2Exception.class)
        .isThrownBy(sending::run)
        .withMessageContaining("Tenant not associated with resources [" + arns + "].")
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            });
  }

  @Test
  void aTenantThatIsNotThereIsNotFoundAndABulkCallIsRefusedWhole() {
    createTemplate();
    client.createTenant(t -> t.tenantName("acme"));
    String why = "Tenant other for AwsAccountId 000000000000 not found.";
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> send("other"))
        .withMessageContaining(why);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> sendBulk("other"))
        .withMessageContaining(why);
    assertThat(ses.counters().acceptedMessages()).isZero();
  }

  @Test
  void aTenantMayUseWhatItIsAssociatedWith() {
    createTemplate();
    client.createTenant(t -> t.tenantName("acme"));
    assertNotAssociated(() -> send("acme"), "identity/example.com", "configuration-set/postrider");
    associate("identity/example.com");
    assertNotAssociated(() -> send("acme"), "configuration-set/postrider");
    associate("configuration-set/postrider");
    send("acme");

    assertNotAssociated(() -> sendBulk("acme"), "template/welcome");
    associate("template/welcome");
    sendBulk("acme");
    client.createTenant(t -> t.tenantName("other"));
    assertNotAssociated(() -> send("other"), "identity/example.com", "configuration-set/postrider");
    assertThat(ses.counters().acceptedMessages()).isEqualTo(2);
  }

  @Test
  void theIdentityIsTheAddressItselfOrElseTheNearestDomain() {
    ses.account().identities(Set.of("example.com", "eu.example.com", "shop@example.com"));
    client.createTenant(t -> t.tenantName("acme"));
    associate("configuration-set/postrider", "identity/example.com");
    assertNotAssociated(() -> send("acme"), "identity/shop@example.com");
    assertNotAssociated(
        () ->
            client.sendEmail(
                mail("a@b.org", b -> b.tenantName("acme").fromEmailAddress("x@eu.example.com"))),
        "identity/eu.example.com");
    client.sendEmail(
        mail("a@b.org", b -> b.tenantName("acme").fromEmailAddress("x@us.example.com")));
  }

  @Test
  void tenantsThatAreSetMayUseEverythingAndEventsNameThem() {
    createTemplate();
    ses.account().tenants(Set.of("acme"));
    send("acme");
    sendBulk("acme");
    eventTypes();
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(HttpJson.texts(event.at("/mail/tags/ses:tenant-name")))
                    .containsExactly("acme"));
  }

  @ParameterizedTest
  @CsvSource({
    "identity/other.example, NotFoundException",
    "configuration-set/none, NotFoundException",
    "template/none, NotFoundException",
    "dedicated-ip-pool/x, NotFoundException",
    "identity/, BadRequestException"
  })
  void whatTheAccountDoesNotHaveCannotBeAssociated(String resource, String type) {
    client.createTenant(t -> t.tenantName("acme"));
    assertThatExceptionOfType(SesV2Exception.class)
        .isThrownBy(() -> associate(resource))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(type));
  }

  @Test
  void aTenantAndAnAssociationAreMadeOnce() {
    client.createTenant(t -> t.tenantName("acme"));
    associate("identity/example.com");
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> client.createTenant(t -> t.tenantName("acme")));
    assertThatExceptionOfType(AlreadyExistsException.class)
        .isThrownBy(() -> associate("identity/example.com"))
        .withMessageContaining("has already been associated with tenant acme");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> client.createTenant(t -> t.tenantName("two words")));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () ->
                client.createTenantResourceAssociation(
                    a -> a.tenantName("other").resourceArn(ARN + "identity/example.com")));
  }
}
