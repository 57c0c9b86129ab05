package dev.postrider.domain;

/// What one point of the check expects of one subject, and what becomes of what is found.
///
/// @param subject what is looked at: a DNS name, or a thing of SES
/// @param expected what should be there
record Expectation(Point point, String subject, String expected) {

  /// Exactly what is expected was found.
  Finding pass() {
    return pass(expected);
  }

  Finding pass(String found) {
    return new Finding(point, subject, Verdict.PASS, found, expected, "");
  }

  Finding warning(String found, String action) {
    return new Finding(point, subject, Verdict.WARNING, found, expected, action);
  }

  Finding failure(String found, String action) {
    return new Finding(point, subject, Verdict.FAILURE, found, expected, action);
  }

  Finding unchecked(String why) {
    return new Finding(
        point, subject, Verdict.UNCHECKED, why, expected, "make this answer, then check again");
  }
}
