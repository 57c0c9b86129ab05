package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.email.Decoded.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The examples of docs/message.md are true.
class MessageDocsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z ]+)\n(.*?)\n```$");
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("default@example.com")));

  @Test
  void everyExampleDecodes() throws IOException {
    List<String> examples = blocks("json");

    assertThat(examples).hasSize(4);
    assertThat(examples).allSatisfy(example -> TestEmails.accepted(DECODER.decode(example, "id")));
  }

  @Test
  void everyBadExampleGivesTheProblemsBelowIt() throws IOException {
    List<String> examples = blocks("json bad");

    assertThat(examples).hasSize(2);
    assertThat(examples.stream().map(MessageDocsTest::problems).toList()).isEqualTo(blocks("text"));
  }

  private static String problems(String example) {
    return String.join(
        "\n",
        TestEmails.problems(DECODER.decode(example, "id")).stream()
            .map(Problem::toString)
            .toList());
  }

  private static List<String> blocks(String kind) throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("docs/message.md")))
        .results()
        .filter(block -> block.group(1).equals(kind))
        .map((MatchResult block) -> block.group(2))
        .toList();
  }
}
