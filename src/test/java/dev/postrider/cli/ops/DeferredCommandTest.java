package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import dev.postrider.cli.ops.DispatchLog.LogScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestStack.Extension.class)
class DeferredCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:02:00Z");

  private final TestStack stack;

  DeferredCommandTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void whatTheLogSaysIsListedWithReasonNextTryAndAgeAndHowMuchWasScanned() {
    try (AwsDouble aws = new AwsDouble(stack)) {
      Answer answer = Answer.of("deferred", "list", "--stack", "mail", "--region", "eu-central-1");

      assertThat(answer.exitCode()).as(answer.err()).isZero();
      assertThat(answer.out())
          .containsPattern("order-9 +receipts +\\d+ d .* due +THROTTLED TooManyRequestsException\n")
          .endsWith("1 unit. The log of 20 min was read: 4711 lines, 1234 kB.\n");
      assertThat(aws.requests())
          .anyMatch(
              r ->
                  r.contains("\"logGroupName\":\"/postrider/mail/dispatch\"")
                      && r.contains("/logs/"));
    }
  }

  /// A pause ends the polling: no line is written, and those before it are still the last ones.
  @Test
  void duringAPauseTheLogIsReadFromBeforeItsBeginning() {
    stack
        .pacer()
        .openBreaker(
            "MANUAL: prices (kim, 2026-11-24T10:30:00Z); before: MANUAL: x (li, 2026-11-24T09:00:00Z)",
            Instant.parse("2026-11-24T10:30:00Z"));
    try (AwsDouble aws = new AwsDouble(stack)) {
      Answer answer = Answer.of("deferred", "list", "--stack", "mail", "--region", "eu-central-1");

      assertThat(answer.out())
          .contains("\nThe breaker is open: MANUAL: prices (kim, ")
          .contains("Listed is what waited when it opened;")
          .contains("order-9");
      assertThat(aws.requests())
          .anyMatch(
              r ->
                  r.contains(
                      "\"startTime\":" + Instant.parse("2026-11-24T08:40:00Z").getEpochSecond()));
    }
  }

  @Test
  void ofALongFileTheEndIsRead(@TempDir Path directory) throws IOException {
    String line =
        """
        {"event":"unit","unit":"%s","stream":"s","outcome":"DEFERRED","reason":"PACE",\
        "at":"2026-11-24T12:01:00Z","nextTry":"2026-11-24T12:06:00Z"}
        """;
    Path file =
        Files.writeString(
            directory.resolve("DispatchFunction.log"),
            line.formatted("first") + line.formatted("cut-ü") + line.formatted("last"));

    LogScan scan =
        new LocalDispatchLog(file, line.length() + 10).scan(NOW.minusSeconds(1_200), NOW);

    assertThat(scan.units()).extracting(DeferredUnit::unit).containsExactly("last");
    assertThat(scan.lines()).isEqualTo(1);
    assertThat(scan.bytes()).isEqualTo(line.length() + 10);
    assertThat(scan.partial()).isTrue();
    assertThat(new LocalDispatchLog(file).scan(NOW.minusSeconds(1_200), NOW).partial()).isFalse();
  }

  @Test
  void aFilterThatMatchesNothingSaysOfHowMany() {
    try (AwsDouble _ = new AwsDouble(stack)) {
      String[] words =
          "deferred list --reason SCHEDULED --stack mail --region eu-central-1".split(" ");
      Answer none = Answer.of(words);
      words[3] = "LATER";
      Answer unknown = Answer.of(words);

      words[2] = "--stream";
      words[3] = "receits";
      Answer stream = Answer.of(words);

      assertThat(stream.exitCode()).isEqualTo(1);
      assertThat(stream.err()).contains("no unit of the stream receits waits; there are receipts.");
      assertThat(none.out()).startsWith("0 of 1 match. ");
      assertThat(unknown.exitCode()).isEqualTo(2);
      assertThat(unknown.err()).contains("TENANT_PAUSED", "'LATER'");
    }
  }

  @Test
  void inAFileTheLastLineOfAUnitCounts(@TempDir Path directory) throws IOException {
    String deferred =
        """
        {"event":"unit","unit":"%s","stream":"s","outcome":"DEFERRED","reason":"PACE","code":"",\
        "at":"2026-11-24T12:01:00Z","nextTry":"%s","inQueueMillis":30000}
        """;
    Path file =
        Files.writeString(
            directory.resolve("DispatchFunction.log"),
            deferred.formatted("sent-later", "2026-11-24T12:01:30Z")
                + deferred.formatted("waits", "2026-11-24T12:06:00Z")
                + deferred.formatted("long-ago", "2026-11-24T11:00:00Z")
                + "START RequestId\n"
                + "{\"event\":\"unit\",\"unit\":\"sent-later\",\"outcome\":\"SENT\"}\n"
                + "{\"event\":\"unit\",\"unit\":\"sent-at-once\",\"outcome\":\"SENT\"}\n");

    LogScan scan = new LocalDispatchLog(file).scan(NOW.minusSeconds(1_200), NOW);

    assertThat(scan.units())
        .containsExactly(
            new DeferredUnit(
                "waits",
                "s",
                "PACE",
                "",
                Instant.parse("2026-11-24T12:06:00Z"),
                Instant.parse("2026-11-24T12:00:30Z")));
    assertThat(scan.lines()).isEqualTo(6);
  }
}
