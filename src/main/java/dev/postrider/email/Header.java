package dev.postrider.email;

/// An extra header of a message (RFC 5322); SES's limits hold: name 1–126, value 1–995 printable
/// ASCII characters, together at most 996.
public record Header(String name, String value) {}
