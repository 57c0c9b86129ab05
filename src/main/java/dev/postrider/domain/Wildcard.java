package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.util.List;

/// Tells what a wildcard record (`*.example.com`) answers from a record that stands at the name.
record Wildcard(Dns dns) {
  /// A label that nobody publishes.
  private static final String NOBODYS = "postrider-asks-for-a-wildcard";

  /// Whether the name beside this one, which nobody publishes, has the same values.
  boolean answers(DnsName name, RecordType type, List<String> values) {
    String rest = name.text().substring(name.text().indexOf('.') + 1);
    return dns.ask(new DnsName(rest).child(NOBODYS), type).values().equals(values);
  }

  /// What is said of a value that a wildcard answers.
  static Text found(String value) {
    return Text.of("no record of its own; a wildcard record answers %s", value);
  }
}
