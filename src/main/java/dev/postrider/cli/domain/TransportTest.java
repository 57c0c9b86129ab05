package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.postrider.cli.output.TerminalWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What came of a test message by one transport.
///
/// @param identity whose credentials were used; null when it was skipped
/// @param messageId empty when SES did not name it; null when it was not sent
/// @param answer what came back, in SES's words; null when it was skipped
/// @param why it was skipped; else null
record TransportTest(
    SesTransport way,
    TransportOutcome outcome,
    @Nullable String identity,
    @Nullable String messageId,
    @Nullable String answer,
    @Nullable String why) {
  /// Their names are public: they stand in `--json`, in lower case.
  enum TransportOutcome {
    /// SES took the message.
    SENT,
    /// SES, or something on the way to it, refused.
    FAILED,
    /// There was nothing to try it with.
    SKIPPED;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static TransportTest sent(SesTransport way, String identity, String messageId, String answer) {
    return new TransportTest(way, TransportOutcome.SENT, identity, messageId, answer, null);
  }

  static TransportTest failed(SesTransport way, String identity, String answer) {
    return new TransportTest(way, TransportOutcome.FAILED, identity, null, answer, null);
  }

  static TransportTest skipped(SesTransport way, String why) {
    return new TransportTest(way, TransportOutcome.SKIPPED, null, null, null, why);
  }

  /// One line.
  String line() {
    String said = TerminalWriter.cell(answer == null ? "" : answer);
    String id = messageId == null || messageId.isEmpty() ? "unknown" : messageId;
    String detail =
        switch (outcome) {
          case SENT -> identity + ", message id " + id + " (" + said + ")";
          case FAILED -> identity + ": " + said;
          case SKIPPED -> String.valueOf(why);
        };
    return "%-7s  %-13s  %s\n".formatted(outcome, way.text(), detail);
  }
}
