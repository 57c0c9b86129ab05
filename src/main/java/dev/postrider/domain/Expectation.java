package dev.postrider.domain;

import dev.postrider.domain.text.Text;

/// What one point of the check expects of one subject, and what becomes of what is found.
///
/// @param subject what is looked at: a DNS name, or a thing of SES
/// @param expected what should be there
record Expectation(Point point, String subject, Text expected) {

  /// Exactly what is expected was found.
  Finding pass() {
    return pass(expected);
  }

  Finding pass(Text found) {
    return new Finding(point, subject, Verdict.PASS, found, expected, Text.verbatim(""));
  }

  Finding warning(Text found, Text action) {
    return new Finding(point, subject, Verdict.WARNING, found, expected, action);
  }

  Finding failure(Text found, Text action) {
    return new Finding(point, subject, Verdict.FAILURE, found, expected, action);
  }

  Finding unchecked(Text why) {
    return new Finding(
        point,
        subject,
        Verdict.UNCHECKED,
        why,
        expected,
        Text.of("make this answer, then check again"));
  }
}
