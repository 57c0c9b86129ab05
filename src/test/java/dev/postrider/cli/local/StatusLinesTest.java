package dev.postrider.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.events.EventBus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

class StatusLinesTest {
  private final StringWriter out = new StringWriter();
  private final StatusLines lines = new StatusLines(new PrintWriter(out), ZoneOffset.UTC);

  private void happened(String id, String status) {
    ObjectNode event =
        EventBus.event("postrider", "Mail Status", Instant.parse("2026-11-24T12:00:07Z"));
    event.putObject("detail").put("id", id).put("status", status).put("reason", "SOME_REASON");
    lines.happened(event);
  }

  @Test
  void aLineHasTimeIdMaskedRecipientAndOutcome() {
    lines.received(
        Message.builder()
            .messageId("m-1")
            .body(
                """
                {"id":"order-7","to":["kim.lee@example.net","ann@example.org"],\
                "subject":"s","text":"t"}""")
            .build());
    happened("order-7", "SENT");

    assertThat(out.toString())
        .isEqualTo(
            "12:00:07  order-7                     k…@example.net +1               SENT SOME_REASON\n");
  }

  @Test
  void mailThatWaitsIsToldOnceForEachReason() {
    String deferred =
        """
        {"event":"unit","unit":"order-7","outcome":"DEFERRED","reason":"%s","code":"%s",\
        "at":"2026-11-24T12:00:01.5Z","nextTry":"2026-11-24T12:00:06.25Z"}""";
    lines.logged(deferred.formatted("PACE", ""));
    lines.logged(deferred.formatted("PACE", ""));
    lines.logged("START RequestId: 1");
    lines.logged("{\"event\":\"unit\",\"unit\":\"order-8\",\"outcome\":\"SENT\"}");
    lines.logged(deferred.formatted("THROTTLED", "TooManyRequestsException"));

    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "12:00:01 order-7 - WAITS PACE, next try 12:00:06",
            "12:00:01 order-7 - WAITS THROTTLED TooManyRequestsException, next try 12:00:06");
  }

  @Test
  void whomAMalformedMessageWasForIsNotKnown() {
    lines.received(Message.builder().messageId("m-1").body("{\"to\":\"kim@example.net\"}").build());
    happened("m-1", "REJECTED");

    assertThat(out.toString()).contains("m-1 ", " - ", "REJECTED").doesNotContain("kim");
  }
}
