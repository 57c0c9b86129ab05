package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.report.ExampleReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What docs/domain.md and docs/domain.ja.md show is what the commands print.
class DomainDocsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```\n(.*?)\n *```$");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  private final Surroundings world;
  @TempDir private Path directory;

  DomainDocsTest() throws IOException {
    world = new Surroundings();
  }

  @AfterEach
  void stop() throws IOException {
    world.close();
  }

  @Test
  void bothLanguagesShowTheSameCommandsAndOutput() throws IOException {
    List<String> english = blocks("docs/domain.md");

    assertThat(english).isNotEmpty();
    assertThat(withoutPlaceholders(blocks("docs/domain.ja.md")))
        .isEqualTo(withoutPlaceholders(english));
  }

  @Test
  void theSixRecordsArePrintedSo() throws IOException {
    assertThat(output("domain records"))
        .isEqualTo(world.domain("records", "example.com").out().strip());
  }

  @Test
  void theBrokenZoneIsToldSo() throws IOException {
    publishTheBrokenZone();

    Surroundings.Run run = world.domain("check", "example.com", "--resolver", world.resolver());

    assertThat(run.exitCode()).isEqualTo(1);
    String[] shown = output("domain check example.com\n").split("\n…\n", -1);
    assertThat(run.out().strip()).startsWith(shown[0]).endsWith(shown[1]);
  }

  @Test
  void theBrokenZoneIsToldSoInJapanese() throws IOException {
    publishTheBrokenZone();

    Surroundings.Run run =
        world.domain("check", "example.com", "--resolver", world.resolver(), "--lang", "ja");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().strip())
        .containsSubsequence(output("domain check example.com --lang ja").split("\n?…\n", -1));
  }

  private void publishTheBrokenZone() {
    world
        .dns()
        .zone(
            "example.com",
            """
            localtoken1._domainkey 60 IN CNAME localtoken1.dkim.amazonses.com.
            localtoken2._domainkey.example.com 60 IN CNAME localtoken2.dkim.amazonses.com.
            localtoken3._domainkey 60 IN CNAME oldtoken3.dkim.amazonses.com.
            mail 60 IN MX 10 feedback-smtp.us-east-1.amazonses.com.
            mail 60 IN TXT "v=spf1 include:amazonses.com ~all"
            mail 60 IN TXT "v=spf1 ip4:192.0.2.10 -all"
            dmarc 60 IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.com"
            """);
  }

  @Test
  void waitingIsToldSo() throws IOException {
    world
        .dns()
        .zone(
            "example.com",
            """
            localtoken1._domainkey 60 IN CNAME localtoken1.dkim.amazonses.com.
            localtoken2._domainkey 60 IN CNAME localtoken2.dkim.amazonses.com.
            localtoken3._domainkey 60 IN CNAME localtoken3.dkim.amazonses.com.
            """);

    Surroundings.Run run =
        world.domain(
            "check",
            "example.com",
            "--wait",
            "--every",
            "PT10S",
            "--timeout",
            "PT10S",
            "--resolver",
            world.resolver());

    assertThat(run.err().strip())
        .isEqualTo(output("domain check example.com --wait").replace("after 1 s", "after 0 s"));
  }

  @Test
  void reportsAreSummedUpSo() throws IOException {
    assertThat(output("dmarc read"))
        .isEqualTo(world.dmarc("read", report("a.xml", ExampleReport.XML)).out().strip());
  }

  @Test
  void theNextStepIsNamedSo() throws IOException {
    String zone = world.domain("records", "example.com", "--format", "bind").out();
    world.dns().zone("example.com", zone + "example.com. 60 IN MX 10 mx.example.com.\n");
    List<String> arguments =
        new ArrayList<>(
            List.of("advise", "example.com", "--resolver", world.resolver(), "--report"));
    for (long day = 0; day < 14; day++) {
      long begin = 1_793_491_200 + day * 86_400;
      String xml =
          ExampleReport.XML
              .replace("<count>3<", "<count>1<")
              .replace("20261101.1", "2026-11, day " + (day + 1))
              .replace("1793491200", Long.toString(begin))
              .replace("1793577599", Long.toString(begin + 86_399));
      arguments.add(report(day + ".xml", xml));
    }

    assertThat(world.domain(arguments.subList(0, 8).toArray(String[]::new)).out().strip())
        .as("with the first three")
        .isEqualTo(outputs("domain advise").getFirst());
    assertThat(world.domain(arguments.toArray(String[]::new)).out().strip())
        .isEqualTo(outputs("domain advise").getLast());
  }

  @Test
  void theTestMailIsToldSo() throws IOException {
    world.environment().put("AWS_ACCESS_KEY_ID", "local");
    world.environment().put("AWS_SECRET_ACCESS_KEY", "local");

    Surroundings.Run run =
        world.sendTest("--from", "test@example.com", "--way", "api", "--way", "api-keys");

    assertThat(withoutIds(run.out().strip())).isEqualTo(withoutIds(output("send-test")));
  }

  @Test
  void everyOptionThatIsNamedIsThere() throws IOException {
    Set<String> known = new TreeSet<>();
    Stream.of(
            world.domain("records", "--help"),
            world.domain("check", "--help"),
            world.domain("advise", "--help"),
            world.dmarc("read", "--help"),
            world.sendTest("--help"),
            world.smtpPassword("--help"))
        .forEach(help -> found(OPTION, help.out()).forEach(known::add));
    String ours =
        Stream.of("docs/domain.md", "docs/domain.ja.md")
            .flatMap(file -> read(file).lines())
            .filter(line -> !line.strip().startsWith("aws ") && !line.strip().startsWith("sam "))
            .reduce("", (all, line) -> all + line + "\n");

    assertThat(found(OPTION, ours)).isNotEmpty().allMatch(known::contains);
  }

  private String report(String name, String xml) throws IOException {
    return Files.writeString(directory.resolve(name), xml).toString();
  }

  /// What the English page shows below a command.
  private static String output(String command) {
    return outputs(command).getFirst();
  }

  private static List<String> outputs(String command) {
    return blocks("docs/domain.md").stream()
        .filter(block -> block.startsWith("$ ./postrider " + command))
        .map(block -> block.substring(block.indexOf('\n') + 1))
        .toList();
  }

  private static List<String> blocks(String file) {
    return BLOCK
        .matcher(read(file))
        .results()
        .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), "").strip())
        .toList();
  }

  private static List<String> withoutPlaceholders(List<String> blocks) {
    return blocks.stream().map(DomainDocsTest::withoutIds).toList();
  }

  private static String withoutIds(String text) {
    return text.replaceAll("[0-9a-f]{16}-[0-9a-f-]{36}-\\d{6}", "ID").replace("ROLE", "local");
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
