package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import java.util.List;
import java.util.Optional;

/// Whether the From domain can take the replies that people write.
record RepliesCheck(DnsName from, Dns dns) {
  private static final String ACTION =
      "Publish an MX at %s that leads to a mail server, or set a Reply-To at a domain that has one";

  Finding finding() {
    Expectation expected =
        new Expectation(Point.REPLIES, from.text(), "an MX that leads to a mail server");
    return switch (dns.ask(from, RecordType.MX)) {
      case DnsAnswer.Unanswered(String why) -> expected.unchecked(why);
      case DnsAnswer.Nothing(boolean exists) -> withoutMx(exists, expected);
      case DnsAnswer.Found(List<String> exchangers) -> exchangers(exchangers, expected);
    };
  }

  /// Without an MX mail goes to the domain's own address (RFC 5321, 5.1).
  private Finding withoutMx(boolean exists, Expectation expected) {
    return switch (dns.address(from)) {
      case DnsAnswer.Unanswered(String why) -> expected.unchecked(why);
      case DnsAnswer.Found(List<String> addresses) ->
          expected.warning(
              "no MX; replies go to the domain's own address, mostly a web server: "
                  + String.join(", ", addresses),
              ACTION.formatted(from));
      case DnsAnswer.Nothing _ ->
          expected.warning(
              exists
                  ? "no MX and no address: replies come back"
                  : "the name does not exist: replies come back, and receivers may refuse the mail",
              ACTION.formatted(from));
    };
  }

  /// The null MX is `0 .` (RFC 7505).
  private Finding exchangers(List<String> values, Expectation expected) {
    List<DnsName> hosts =
        values.stream()
            .flatMap(mx -> DnsName.of(mx.substring(mx.indexOf(' ') + 1)).stream())
            .toList();
    String found = String.join(", ", values);
    if (hosts.isEmpty()) {
      return expected.warning(
          found + " (the null MX: the domain says that it takes no mail)", ACTION.formatted(from));
    }
    Optional<String> open = Optional.empty();
    for (DnsName host : hosts) {
      switch (dns.address(host)) {
        case DnsAnswer.Found _ -> {
          return expected.pass(found);
        }
        case DnsAnswer.Unanswered(String why) -> open = Optional.of(why);
        case DnsAnswer.Nothing _ -> {}
      }
    }
    return open.map(expected::unchecked)
        .orElseGet(
            () ->
                expected.warning(
                    found + " (no host of these has an address)", ACTION.formatted(from)));
  }
}
