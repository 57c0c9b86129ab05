package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A DNS of fixed answers. A name without any record does not exist.
final class FixedDns implements Dns {
  private final Map<String, DnsAnswer> answers = new HashMap<>();

  FixedDns with(String name, RecordType type, String... values) {
    answers.put(name + " " + type, new DnsAnswer.Found(List.of(values)));
    return this;
  }

  /// Questions about the name are not answered.
  FixedDns lose(String name, RecordType type) {
    answers.put(
        name + " " + type, new DnsAnswer.Unanswered(Text.of("no answer to %s %s", type, name)));
    return this;
  }

  @Override
  public DnsAnswer ask(DnsName name, RecordType type) {
    boolean exists = answers.keySet().stream().anyMatch(key -> key.startsWith(name + " "));
    return answers.getOrDefault(name + " " + type, new DnsAnswer.Nothing(exists));
  }
}
