package dev.postrider.domain;

import dev.postrider.domain.text.Text;

/// One line of the check's report.
///
/// @param subject what was looked at: a DNS name, or a thing of SES
/// @param found what is there, in words or verbatim
/// @param expected what should be there
/// @param action the one thing to do; empty when there is nothing to do
public record Finding(
    Point point, String subject, Verdict verdict, Text found, Text expected, Text action) {}
