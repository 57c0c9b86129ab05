package dev.postrider.domain.dns;

/// The record types that the check asks for.
public enum RecordType {
  A,
  AAAA,
  CNAME,
  MX,
  TXT
}
