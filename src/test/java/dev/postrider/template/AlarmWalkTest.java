package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/operations.md says of each alarm whether RunbookIT causes it, and says the truth.
class AlarmWalkTest {
  private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");
  private static final String NOT_CAUSED = "`RunbookIT` does not cause these alarms";

  private static List<String> named(String from, String to) throws IOException {
    String all = Files.readString(Path.of("docs/operations.md"));
    String walk = all.substring(all.indexOf("## The runbook, walked"));
    String part =
        walk.substring(walk.indexOf(from), to.isEmpty() ? walk.length() : walk.indexOf(to));
    return part.lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(1, line.indexOf('|', 1)))
        .flatMap(cell -> NAME.matcher(cell).results())
        .map(name -> name.group(1))
        .toList();
  }

  @Test
  void each_alarm_that_measures_is_walked_or_named_as_not_walked() throws IOException {
    assertThat(
            Stream.concat(
                named("| alarm | caused by", NOT_CAUSED).stream(), named(NOT_CAUSED, "").stream()))
        .containsExactlyInAnyOrderElementsOf(MetricAlarm.all());
  }

  @Test
  void what_is_said_to_be_walked_is_in_the_test() throws IOException {
    String test = Files.readString(Path.of("src/test/java/dev/postrider/e2e/RunbookIT.java"));
    assertThat(named("| alarm | caused by", NOT_CAUSED))
        .allMatch(name -> test.contains('"' + name + '"'));
  }
}
