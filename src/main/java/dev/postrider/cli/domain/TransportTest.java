package dev.postrider.cli.domain;

import dev.postrider.cli.output.TerminalWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What came of a test message by one transport.
///
/// @param way the transport's public name
/// @param outcome sent, failed or skipped
/// @param identity whose credentials were used; null when it was skipped
/// @param messageId empty when SES did not name it; null when it was not sent
/// @param answer what came back, in SES's words; null when it was skipped
/// @param why it was skipped; else null
record TransportTest(
    String way,
    String outcome,
    @Nullable String identity,
    @Nullable String messageId,
    @Nullable String answer,
    @Nullable String why) {
  private static final String SENT = "sent";
  private static final String FAILED = "failed";
  private static final String SKIPPED = "skipped";

  /// SES took the message.
  static TransportTest sent(
      SesTransport transport, String identity, String messageId, String answer) {
    return new TransportTest(transport.text(), SENT, identity, messageId, answer, null);
  }

  /// SES, or something on the way to it, refused.
  static TransportTest failed(SesTransport transport, String identity, String answer) {
    return new TransportTest(transport.text(), FAILED, identity, null, answer, null);
  }

  /// There was nothing to try it with.
  static TransportTest skipped(SesTransport transport, String why) {
    return new TransportTest(transport.text(), SKIPPED, null, null, null, why);
  }

  boolean isSent() {
    return outcome.equals(SENT);
  }

  boolean isFailed() {
    return outcome.equals(FAILED);
  }

  boolean isSkipped() {
    return outcome.equals(SKIPPED);
  }

  /// One line.
  String line() {
    String said = TerminalWriter.cell(answer == null ? "" : answer);
    String id = messageId == null || messageId.isEmpty() ? "unknown" : messageId;
    String detail =
        switch (outcome) {
          case SENT -> identity + ", message id " + id + " (" + said + ")";
          case FAILED -> identity + ": " + said;
          default -> String.valueOf(why);
        };
    return "%-7s  %-13s  %s\n".formatted(outcome.toUpperCase(Locale.ROOT), way, detail);
  }
}
