package dev.postrider.feedback;

import static dev.postrider.feedback.EventJson.KIM;
import static dev.postrider.feedback.EventJson.STRANGER;
import static dev.postrider.feedback.EventJson.bounce;
import static dev.postrider.feedback.EventJson.recipient;
import static dev.postrider.feedback.Fixtures.HASH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvent.SmtpReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What servers say reaches who must act: the log, the ledger and the services, and names nobody.
class ServerReplyTest {
  private static final Instant RECEIVED_AT = Instant.parse("2026-11-24T00:10:00Z");

  private final List<DeliveryReport> reports = new ArrayList<>();
  private final FeedbackHandler handler =
      new FeedbackHandler(
          new FeedbackParser(HASH),
          (key, fact) -> {},
          report -> {
            reports.add(report);
            return DeliveryLedger.ReportOutcome.NOTHING;
          });
  private final HeardEvents heard = new HeardEvents();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // SES's status | the server's words | reply code | enhanced status
        "5.1.1 | smtp; 550 5.1.1 no mailbox | 550 | 5.1.1",
        "5.7.1 | smtp;554-5.7.1 listed by a block list | 554 | 5.7.1",
        "5.0.0 | smtp; 550 5.7.606 Access denied | 550 | 5.7.606",
        "5.2.1 | 452 4.2.2 full | 452 | 5.2.1",
        " | smtp; 550 from 5.4.3.2 refused | 550 | ",
        " | smtp; 5.1.0 - Unknown address error 550-'5.1.1 no' | 550 | 5.1.0",
        "5.1.1 (bad mailbox) | x-unix; unknown user | | 5.1.1",
        "not a status | the 550 of us | | ",
        "4.4.7 | smtp; 554 4.4.7 expired <421 4.4.2 timed out> | 554 | 4.4.7",
      })
  void codesAreTakenFromWhatSesCopiesAndFromTheServersWords(
      @Nullable String status, String said, @Nullable String code, @Nullable String enhanced) {
    FeedbackSummary summary =
        handle(bounce("Permanent", List.of(KIM), recipient(KIM, "failed", status, said)));

    SmtpReply reply =
        new SmtpReply(code == null ? "" : code, enhanced == null ? "" : enhanced, said);
    assertThat(heard.events).extracting(StatusEvent::replies).containsExactly(Map.of(KIM, reply));
    assertThat(summary.noticed())
        .extracting(EventLine::replies)
        .containsExactly(Map.of(HASH.of(KIM), reply));
    assertThat(reports)
        .extracting(DeliveryReport::diagnostics)
        .containsExactly(
            Map.of(
                HASH.of(KIM),
                new Diagnostic(
                    (reply.smtpReplyCode() + " " + reply.enhancedStatus()).strip(), said)));
  }

  @Test
  void whatAServerSaysOfAForwardedMailIsKeptOfTheRecipientAndNamesNobody() {
    handle(
        bounce(
            "Permanent",
            List.of(KIM),
            recipient(
                STRANGER,
                "failed",
                "5.1.1",
                "smtp; 550 5.1.1 <"
                    + STRANGER
                    + "> for kim of example.net, see https://x.example/a")));

    assertThat(reports.getFirst().diagnostics())
        .containsOnlyKeys(HASH.of(KIM))
        .containsValue(new Diagnostic("550 5.1.1", "smtp; 550 5.1.1 … for … of …, see …"));
  }

  @Test
  void aDelayHasItsCodesAlsoWhenTheServerNamesSomebodyElse() {
    ObjectNode event = bounce("Transient", List.of(KIM)).put("eventType", "DeliveryDelay");
    event
        .putObject("deliveryDelay")
        .put("timestamp", "2026-11-24T00:05:00.000Z")
        .putArray("delayedRecipients")
        .add(recipient(STRANGER, null, "4.4.1", "smtp; 421 4.4.1 no connection"));

    FeedbackSummary summary = handle(event);

    SmtpReply reply = new SmtpReply("421", "4.4.1", "smtp; 421 4.4.1 no connection");
    assertThat(summary.noticed().getFirst().replies()).isEqualTo(Map.of(HASH.of(KIM), reply));
    assertThat(reports.getFirst().diagnostics())
        .isEqualTo(Map.of(HASH.of(KIM), new Diagnostic("421 4.4.1", reply.text())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // SES's sentence | the attribute | what is kept of the sentence
        "Attribute 'kim' is not present in the rendering data. | kim | Attribute '…' is not present"
            + " in the rendering data.",
        "Attribute 'order.lines' is missing | order.lines | Attribute 'order.lines' is missing",
        "attribute 'kim@example.net' is missing | | attribute … is missing",
        "Template contains unsupported operations. | | Template contains unsupported operations.",
      })
  void aRenderingFailureSaysWhatTheDataOfWhichTemplateLack(
      String message, @Nullable String attribute, String text) {
    ObjectNode event = bounce("Transient", List.of(KIM)).put("eventType", "Rendering Failure");
    event.putObject("failure").put("templateName", "receipt").put("errorMessage", message);
    String missing = attribute == null ? "" : attribute;

    FeedbackSummary summary = handle(event);

    assertThat(summary.noticed().getFirst().reason())
        .isEqualTo(new EventLine.Explanation("", "", "receipt", missing, text));
    assertThat(heard.events.getFirst().detail())
        .isEqualTo(
            new StatusEvent.Detail(
                "ses-7", "RENDERING_FAILED", "", "", "", "receipt", missing, text));
    assertThat(reports.getFirst().diagnostics())
        .isEqualTo(Map.of(HASH.of(KIM), new Diagnostic(("receipt " + missing).strip(), text)));
  }

  @Test
  void aRejectSaysWhy() {
    ObjectNode event = bounce("Transient", List.of(KIM)).put("eventType", "Reject");
    event.putObject("reject").put("reason", "Bad content");

    FeedbackSummary summary = handle(event);

    assertThat(summary.noticed().getFirst().reason().text()).isEqualTo("Bad content");
    assertThat(heard.events.getFirst().detail().text()).isEqualTo("Bad content");
    assertThat(reports.getFirst().diagnostics())
        .isEqualTo(Map.of(HASH.of(KIM), new Diagnostic("", "Bad content")));
  }

  private FeedbackSummary handle(ObjectNode event) {
    return handler.handle(List.of(new Notification("sns-1", event.toString(), RECEIVED_AT)), heard);
  }
}
