package dev.postrider.domain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What the check thinks of one point.
public enum Verdict {
  /// As it should be.
  PASS,
  /// Mail goes out, but something is weaker than it could be.
  WARNING,
  /// Mail is lost, lands in spam or can be forged because of this.
  FAILURE,
  /// Could not be asked, so nothing is known.
  UNCHECKED;

  /// As `--json` writes it: `pass`.
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether mail goes out.
  boolean works() {
    return this == PASS || this == WARNING;
  }
}
