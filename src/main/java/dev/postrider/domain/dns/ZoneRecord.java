package dev.postrider.domain.dns;

/// One record to publish.
///
/// @param value as `DnsAnswer.Found` would give it: text without quotes, a host without a last dot
public record ZoneRecord(DnsName name, RecordType type, String value) {
  private static final int LONGEST_STRING = 255;

  /// The value as a BIND master file writes it: hosts absolute, text quoted in strings of at most
  /// 255 characters.
  public String bindValue() {
    return switch (type) {
      case TXT -> quoted();
      case CNAME, MX -> value + ".";
      case A, AAAA -> value;
    };
  }

  /// The value as most DNS forms, and Route 53's, want it: text in quotes, hosts without a dot.
  public String formValue() {
    return type == RecordType.TXT ? quoted() : value;
  }

  /// One line of a BIND master file, with an absolute name.
  public String bindLine() {
    return name + ". 300 IN " + type + " " + bindValue();
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i += LONGEST_STRING) {
      String part = value.substring(i, Math.min(value.length(), i + LONGEST_STRING));
      String escaped = part.replace("\\", "\\\\").replace("\"", "\\\"");
      text.append(i == 0 ? "\"" : " \"").append(escaped).append('"');
    }
    return text.toString();
  }
}
