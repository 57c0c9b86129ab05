package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.http.HttpJson;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

/// The events of accepted mail.
class MailboxSimulatorTest extends SesServerCase {

  @Test
  void everyMessageIsPublishedAsSentFirstAndThenByItsRecipient() {
    client.sendEmail(mail("success+x@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Delivery");
    events.clear();
    client.sendEmail(mail("bounce+x@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Bounce");
    assertThat(events.getLast().at("/bounce/bounceType").asText()).isEqualTo("Permanent");
    assertThat(events.getLast().at("/bounce/bouncedRecipients/0/emailAddress").asText())
        .isEqualTo("bounce+x@simulator.amazonses.com");
    events.clear();
    client.sendEmail(mail("complaint@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Delivery", "Complaint");
    assertThat(events.getLast().at("/complaint/complaintFeedbackType").asText()).isEqualTo("abuse");
    events.clear();
    client.sendEmail(mail("ooto@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Delivery", "Bounce");
    assertThat(events.getLast().at("/bounce/bounceType").asText()).isEqualTo("Transient");
    events.clear();
    client.sendEmail(mail("suppressionlist@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Bounce");
    assertThat(events.getLast().at("/bounce/bounceSubType").asText()).isEqualTo("Suppressed");
  }

  @Test
  void anEventCarriesTheMessageAndItsTags() {
    String id = client.sendEmail(mail("a@example.org")).messageId();
    eventTypes();

    JsonNode mail = events.getFirst().path("mail");
    assertThat(mail.path("messageId").asText()).isEqualTo(id);
    assertThat(mail.path("timestamp").asText()).isEqualTo("2026-11-24T00:00:00.000Z");
    assertThat(HttpJson.texts(mail.path("destination"))).containsExactly("a@example.org");
    assertThat(HttpJson.texts(mail.at("/tags/postrider-id"))).containsExactly("m-1");
    assertThat(HttpJson.texts(mail.at("/tags/ses:configuration-set"))).containsExactly("postrider");
    assertThat(mail.at("/commonHeaders/subject").asText()).isEqualTo("ご注文 🎉");
  }

  @Test
  void aMessageWithoutAConfigurationSetHasNoEvents() {
    client.sendEmail(mail("a@example.org", b -> b.configurationSetName(null)));
    assertThat(eventTypes()).isEmpty();
  }

  @Test
  void templateDataThatIsMissingEndsInARenderingFailure() {
    createTemplate();
    client.sendEmail(templatedMail("welcome"));
    assertThat(eventTypes()).containsExactly("Rendering Failure");
    assertThat(events.getFirst().at("/failure/errorMessage").asText())
        .isEqualTo("Attribute 'n' is not present in the rendering data.");
  }

  @Test
  void anAddressOnTheAccountsSuppressionListIsAcceptedAndBounces() {
    client.putSuppressedDestination(
        p -> p.emailAddress("a+b@example.org").reason(SuppressionListReason.BOUNCE));
    client.sendEmail(mail("a+b@example.org"));

    assertThat(eventTypes()).containsExactly("Send", "Bounce");
    assertThat(events.getLast().at("/bounce/bounceSubType").asText())
        .isEqualTo("OnAccountSuppressionList");
    assertThat(client.listSuppressedDestinations(_ -> {}).suppressedDestinationSummaries())
        .hasSize(1);
    assertThat(
            client
                .getSuppressedDestination(g -> g.emailAddress("a+b@example.org"))
                .suppressedDestination()
                .reason())
        .isEqualTo(SuppressionListReason.BOUNCE);
    client.deleteSuppressedDestination(d -> d.emailAddress("a+b@example.org"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.getSuppressedDestination(g -> g.emailAddress("a+b@example.org")));
  }
}
