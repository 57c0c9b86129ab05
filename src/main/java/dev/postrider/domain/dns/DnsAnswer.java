package dev.postrider.domain.dns;

import dev.postrider.domain.text.Text;
import java.util.List;

/// What the DNS said to one question.
public sealed interface DnsAnswer {

  /// What was found; none when nothing was, or the question was not answered.
  default List<String> values() {
    return List.of();
  }

  /// Records of the type that was asked for, after following aliases (except for CNAME itself).
  ///
  /// @param values one a record, sorted: a TXT record's strings joined, an MX as `10 host`, a host
  ///     without its last dot
  record Found(List<String> values) implements DnsAnswer {
    public Found {
      values = values.stream().sorted().toList();
    }
  }

  /// The name has no record of the type, or does not exist: the void lookup of RFC 7208.
  ///
  /// @param exists the name, or one below it, has records of another type; false for NXDOMAIN
  record Nothing(boolean exists) implements DnsAnswer {
    /// No record of the type, at a name that exists.
    public Nothing() {
      this(true);
    }
  }

  /// The question was not answered: no server, a time-out, a server failure. Says nothing about the
  /// records.
  ///
  /// @param why in words, with the name that was asked
  record Unanswered(Text why) implements DnsAnswer {}
}
