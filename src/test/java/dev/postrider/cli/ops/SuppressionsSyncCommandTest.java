package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestinationSummary;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

@ExtendWith(TestStack.Extension.class)
class SuppressionsSyncCommandTest {
  private final TestStack stack;
  private final SesV2Client ses;
  private final Path directory;

  SuppressionsSyncCommandTest(TestStack stack, @TempDir Path directory) throws IOException {
    this.stack = stack;
    this.ses = stack.ses().client();
    this.directory = directory;
  }

  @AfterEach
  void close() {
    ses.close();
  }

  /// SES knows Both and OnlySes, we know both and only-here, and Gone was removed here later.
  private void differ() throws IOException {
    for (String address : List.of("Both@Example.com", "OnlySes@Example.com", "Gone@Example.com")) {
      ses.putSuppressedDestination(
          r -> r.emailAddress(address).reason(SuppressionListReason.BOUNCE));
    }
    Path file =
        Files.writeString(
            directory.resolve("in.csv"),
            """
            address,reason,since
            both@example.com,HARD_BOUNCE,2026-11-01T00:00:00Z
            gone@example.com,HARD_BOUNCE,2026-11-01T00:00:00Z
            only-here@example.com,COMPLAINT,2026-11-01T00:00:00Z
            by-hand@example.com,MANUAL,2026-11-01T00:00:00Z
            """);
    assertThat(stack.run("suppressions", "import", file.toString(), "--yes").exitCode()).isZero();
    assertThat(stack.run("suppressions", "remove", "gone@example.com", "--yes").exitCode())
        .isZero();
  }

  private List<String> listedBySes() {
    return ses.listSuppressedDestinations(r -> {}).suppressedDestinationSummaries().stream()
        .map(SuppressedDestinationSummary::emailAddress)
        .sorted()
        .toList();
  }

  @Test
  void withoutApplyItOnlySaysWhatItWouldDo() throws IOException {
    differ();

    Answer answer = stack.run("suppressions", "sync", "--between", "PT0S");

    assertThat(answer.out())
        .isEqualTo("Would learn 1 from SES, tell SES 1, and take 1 off SES's list.\n");
    assertThat(listedBySes()).hasSize(3);
    assertThat(stack.run("suppressions", "show", "onlyses@example.com").exitCode()).isEqualTo(1);
  }

  @Test
  void afterItBothListsAgree() throws IOException {
    differ();

    Answer answer = stack.run("suppressions", "sync", "--apply", "--yes", "--between", "PT0S");
    Answer again = stack.run("suppressions", "sync", "--between", "PT0S");

    assertThat(answer.exitCode()).isZero();
    assertThat(listedBySes())
        .containsExactly("Both@Example.com", "OnlySes@Example.com", "only-here@example.com");
    assertThat(stack.run("suppressions", "show", "onlyses@example.com").out())
        .contains("suppressed, HARD_BOUNCE");
    assertThat(again.out()).isEqualTo("Both lists agree.\n");
  }

  @Test
  void applyingIsAsking() throws IOException {
    differ();

    Answer answer = stack.run("suppressions", "sync", "--apply", "--between", "PT0S");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(listedBySes()).hasSize(3);
  }
}
