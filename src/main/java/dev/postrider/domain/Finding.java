package dev.postrider.domain;

/// One line of the check's report.
///
/// @param subject what was looked at: a DNS name, or a thing of SES
/// @param found what is there, in words or verbatim
/// @param expected what should be there
/// @param action the one thing to do; empty when there is nothing to do
public record Finding(
    Point point, String subject, Verdict verdict, String found, String expected, String action) {

  static Finding pass(Point point, String subject, String found, String expected) {
    return new Finding(point, subject, Verdict.PASS, found, expected, "");
  }

  static Finding warning(
      Point point, String subject, String found, String expected, String action) {
    return new Finding(point, subject, Verdict.WARNING, found, expected, action);
  }

  static Finding failure(
      Point point, String subject, String found, String expected, String action) {
    return new Finding(point, subject, Verdict.FAILURE, found, expected, action);
  }

  static Finding unchecked(Point point, String subject, String why, String expected) {
    return new Finding(
        point, subject, Verdict.UNCHECKED, why, expected, "make this answer, then check again");
  }
}
