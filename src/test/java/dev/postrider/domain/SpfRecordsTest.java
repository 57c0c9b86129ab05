package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the check says of SPF records, beside what RFC 7208 says.
class SpfRecordsTest {
  private static final Path FILE = Path.of("src/test/resources/domain/spf-records.txt");
  private static final DnsName SENDER = new DnsName("sender.example.net");
  private static final Map<String, DnsAnswer> ZONE =
      lines()
          .filter(line -> line.startsWith("@"))
          .map(line -> line.split("\\s+", 4))
          .collect(Collectors.toMap(part -> part[1] + " " + part[2], part -> answer(part[3])));

  /// @param rfc what a receiver of RFC 7208 says
  /// @param ours what the check says
  record Case(String section, String rfc, String ours, List<String> records) {
    @Override
    public String toString() {
      return section + " " + records;
    }
  }

  static Stream<Case> cases() {
    return lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("@"))
        .map(line -> line.split("\\|", 4))
        .map(
            part ->
                new Case(
                    part[0].strip(),
                    part[1].strip(),
                    part[2].strip().equals("=") ? part[1].strip() : part[2].strip(),
                    values(part[3].substring(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theCheckSaysWhatReceiversSay(Case spf) {
    assertThat(result(spf.records())).isEqualTo(spf.ours());
  }

  @Test
  void threeKindsOfRecordsAreJudgedOtherwiseThanByReceivers() {
    assertThat(cases().count()).isGreaterThanOrEqualTo(150);
    assertThat(
            cases().filter(spf -> !spf.ours().equals(spf.rfc())).flatMap(c -> c.records.stream()))
        .as("each has its reason in decision 0112")
        .containsExactly(
            "v=spf1 +all",
            "v=spf1 all -all",
            "v=spf1 include:partner.example.net v=spf1 -all",
            "v=spf1 a:b\"c;d@e.example.net -all");
  }

  private static String result(List<String> records) {
    Dns dns =
        (name, type) ->
            name.equals(SENDER) && type == RecordType.TXT
                ? new DnsAnswer.Found(records)
                : ZONE.getOrDefault(name + " " + type, new DnsAnswer.Nothing());
    Finding finding = new SpfCheck(Point.DOMAIN_SPF, SENDER, SENDER, false, dns).finding();
    if (finding.found().toString().startsWith("no SPF record")) {
      return "none";
    }
    return switch (finding.verdict()) {
      case PASS, WARNING -> "valid";
      case FAILURE -> "permerror";
      case UNCHECKED -> "temperror";
    };
  }

  private static DnsAnswer answer(String values) {
    return values.equals("?")
        ? new DnsAnswer.Unanswered(Text.verbatim("no answer"))
        : new DnsAnswer.Found(values(values));
  }

  private static List<String> values(String text) {
    return Stream.of(text.split(" && ", -1)).map(SpfRecordsTest::unescaped).toList();
  }

  private static String unescaped(String text) {
    StringBuilder result = new StringBuilder();
    for (String part : text.split("(?=\\\\u[0-9a-f]{4})", -1)) {
      boolean unicode = part.startsWith("\\u");
      result.append(unicode ? "" + (char) Integer.parseInt(part.substring(2, 6), 16) : "");
      result.append((unicode ? part.substring(6) : part).translateEscapes());
    }
    return result.toString();
  }

  private static Stream<String> lines() {
    try {
      return Files.readAllLines(FILE).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
