package dev.postrider.domain;

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

  /// Whether mail goes out.
  boolean works() {
    return this == PASS || this == WARNING;
  }
}
