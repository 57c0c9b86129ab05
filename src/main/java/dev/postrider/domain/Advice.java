package dev.postrider.domain;

import dev.postrider.domain.text.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The next safe step towards `p=reject`, and only that one.
///
/// @param action what to do, in a sentence
/// @param why the facts that it follows from
/// @param name where to publish `record`; null when no record changes
/// @param record the DMARC record to publish; null when none changes
public record Advice(
    Step step, Text action, Text why, @Nullable String name, @Nullable String record) {

  /// The steps in their order. Their names are public: they stand in `--json`.
  public enum Step {
    STOP_ENFORCING,
    REPAIR,
    PUBLISH,
    ASK_FOR_REPORTS,
    READ_REPORTS,
    QUARANTINE,
    QUARANTINE_ALL,
    REJECT,
    REJECT_ALL,
    COVER_SUBDOMAINS,
    DONE;

    /// As reports write it: `read-reports`.
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Advice todo(Step step, Text action, Text why) {
    return new Advice(step, action, why, null, null);
  }
}
