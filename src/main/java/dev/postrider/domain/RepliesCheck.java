package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;

/// Whether the From domain can take the replies that people write.
record RepliesCheck(DnsName from, Dns dns) {
  Finding finding() {
    Expectation expected =
        new Expectation(Point.REPLIES, from.text(), Text.of("an MX that leads to a mail server"));
    return switch (dns.ask(from, RecordType.MX)) {
      case DnsAnswer.Unanswered(Text why) -> expected.unchecked(why);
      case DnsAnswer.Nothing(boolean exists) -> withoutMx(exists, expected);
      case DnsAnswer.Found(List<String> exchangers) -> exchangers(exchangers, expected);
    };
  }

  /// Without an MX mail goes to the domain's own address (RFC 5321, 5.1).
  private Finding withoutMx(boolean exists, Expectation expected) {
    return switch (dns.address(from)) {
      case DnsAnswer.Unanswered(Text why) -> expected.unchecked(why);
      case DnsAnswer.Found(List<String> addresses) ->
          expected.warning(
              Text.of(
                  "no MX; replies go to the domain's own address, mostly a web server: %s",
                  String.join(", ", addresses)),
              action());
      case DnsAnswer.Nothing _ ->
          expected.warning(
              exists
                  ? Text.of("no MX and no address: replies come back")
                  : Text.of(
                      "the name does not exist: replies come back, and receivers may refuse the "
                          + "mail"),
              action());
    };
  }

  /// The null MX is `0 .` (RFC 7505).
  private Finding exchangers(List<String> values, Expectation expected) {
    List<DnsName> hosts =
        values.stream()
            .flatMap(mx -> DnsName.of(mx.substring(mx.indexOf(' ') + 1)).stream())
            .toList();
    Text found = Text.verbatim(String.join(", ", values));
    if (hosts.isEmpty()) {
      return expected.warning(
          Text.of("%s (the null MX: the domain says that it takes no mail)", found), action());
    }
    Optional<Text> open = Optional.empty();
    for (DnsName host : hosts) {
      switch (dns.address(host)) {
        case DnsAnswer.Found _ -> {
          return expected.pass(found);
        }
        case DnsAnswer.Unanswered(Text why) -> open = Optional.of(why);
        case DnsAnswer.Nothing _ -> {}
      }
    }
    return open.map(expected::unchecked)
        .orElseGet(
            () ->
                expected.warning(Text.of("%s (no host of these has an address)", found), action()));
  }

  private Text action() {
    return Text.of(
        "Publish an MX at %s that leads to a mail server, or set a Reply-To at a domain that has"
            + " one",
        from);
  }
}
