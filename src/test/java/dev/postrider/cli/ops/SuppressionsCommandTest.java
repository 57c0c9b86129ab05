package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.SuppressionFile.RowFormat.CSV;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.cli.Answer;
import dev.postrider.local.http.HttpJson;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `suppressions` but for `sync`.
@ExtendWith(TestStack.Extension.class)
class SuppressionsCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String FILE =
      """
      address,scope,reason,since,until,note
      Jane@Example.com,*,COMPLAINT,2026-11-01T00:00:00Z,,
      joe@example.com,stream:marketing,UNSUBSCRIBED,2026-11-02T00:00:00Z,,
      kim@bücher.example,,,2026-11-03T00:00:00Z,,"by phone, ""again\"""
      """;

  private final TestStack stack;
  private final Path directory;

  SuppressionsCommandTest(TestStack stack, @TempDir Path directory) {
    this.stack = stack;
    this.directory = directory;
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  @Test
  void anAddedAddressIsNotMailedUntilItIsRemoved() {
    var _ = stack.run("suppressions", "add", "Jane@Example.com", "--note", "by phone");
    stack.enqueue(
        """
        {"id":"first","to":"jane@example.com","subject":"Hi","text":"Hi"}\
        """);
    stack.dispatch();
    Answer shown = stack.run("suppressions", "show", "jane@example.com");
    Answer removed = stack.run("suppressions", "remove", "JANE@example.com", "--yes");
    Answer after = stack.run("suppressions", "show", "jane@example.com");
    stack.enqueue(
        """
        {"id":"second","to":"jane@example.com","subject":"Hi","text":"Hi"}\
        """);
    stack.dispatch();

    assertThat(shown.out()).contains("Scope *: suppressed, MANUAL", "MANUAL: by phone");
    assertThat(removed.out()).isEqualTo("Removed from *.\nIn " + stack.place() + ".\n");
    assertThat(after.exitCode()).isEqualTo(1);
    assertThat(after.out()).contains("Scope *: not suppressed", "REMOVED");
    assertThat(stack.accepted("jane@example.com")).isEqualTo(1);
    assertThat(stack.run("show", "first").out()).contains("SUPPRESSED (MANUAL)");
  }

  @Test
  void importingAPassingReasonDoesNotEndAnOperatorsSuppression() throws IOException {
    var _ = stack.run("suppressions", "add", "jane@example.com", "--note", "by phone");
    String rows =
        """
        address,reason,since,until
        jane@example.com,SOFT_BOUNCES,2126-01-01T00:00:00Z,2026-01-02T00:00:00Z
        """;
    var _ = stack.run("suppressions", "import", file("soft.csv", rows), "--yes");

    assertThat(stack.run("suppressions", "show", "jane@example.com").out())
        .contains("Scope *: suppressed, MANUAL", "MANUAL: by phone");
  }

  /// What a clock that is ahead dated can be lifted, and what happens after it counts.
  @Test
  void aRemovalEndsWhatWasKnownAndNothingElse() {
    Instant ahead = Instant.now().plusSeconds(86_400);
    SuppressionKey key = new SuppressionKey("jane@example.com", Scope.EVERYWHERE);
    Instant lastYear = Instant.now().minus(Duration.ofDays(365));
    stack.suppressions().add(key, new SuppressionFact.Marked(Mark.COMPLAINT, lastYear));
    var _ = stack.run("suppressions", "remove", "jane@example.com", "--yes");
    Answer removed = stack.run("suppressions", "show", "jane@example.com");

    stack
        .suppressions()
        .add(key, new SuppressionFact.Marked(Mark.COMPLAINT, lastYear.plusSeconds(1)));
    Answer later = stack.run("suppressions", "show", "jane@example.com");
    stack.suppressions().add(key, new SuppressionFact.Marked(Mark.HARD_BOUNCE, ahead));
    var _ = stack.run("suppressions", "remove", "jane@example.com", "--yes");
    Answer lifted = stack.run("suppressions", "show", "jane@example.com");
    var _ = stack.run("suppressions", "add", "jane@example.com");

    assertThat(removed.exitCode()).isEqualTo(1);
    assertThat(later.out()).contains("suppressed, COMPLAINT");
    assertThat(lifted.exitCode()).isEqualTo(1);
    assertThat(stack.run("suppressions", "show", "jane@example.com").out())
        .contains("suppressed, MANUAL");
  }

  @Test
  void onlyOneScopeIsRemovedWhenItIsNamed() {
    var _ = stack.run("suppressions", "add", "a@example.com", "--scope", "stream:news");
    var _ = stack.run("suppressions", "add", "a@example.com", "--scope", "tenant:shop");

    Answer answer =
        stack.run("suppressions", "remove", "a@example.com", "--scope", "stream:news", "--yes");
    Answer list = stack.run("suppressions", "list");

    assertThat(answer.out()).isEqualTo("Removed from stream:news.\nIn " + stack.place() + ".\n");
    assertThat(list.out()).contains("tenant:shop", "1 suppression.").doesNotContain("stream:news");
  }

  @Test
  void whatIsNotSuppressedCannotBeRemoved() {
    assertThat(stack.run("suppressions", "remove", "b@example.com", "--yes").exitCode())
        .isEqualTo(1);
  }

  @Test
  void wrongAddressesAndScopesAreRefusedWithoutRepeatingThem() {
    Answer address = stack.run("suppressions", "add", "no.address.at.all");
    Answer scope = stack.run("suppressions", "add", "a@example.com", "--scope", "streams:news");

    assertThat(address.exitCode()).isEqualTo(2);
    assertThat(address.err()).doesNotContain("no.address.at.all");
    assertThat(scope.exitCode()).isEqualTo(2);
    assertThat(scope.err()).contains("allowed are *, stream:NAME and tenant:NAME");
  }

  @Test
  void whatIsImportedIsExportedAgain() throws IOException {
    Answer imported = stack.run("suppressions", "import", file("in.csv", FILE), "--yes");
    String json = directory.resolve("out.json").toString();
    Answer toJson = stack.run("suppressions", "export", "--output", json);
    Answer csv = stack.run("suppressions", "export");

    assertThat(imported.out()).isEqualTo("3 rows imported.\n");
    assertThat(toJson.exitCode()).isZero();
    assertThat(csv.out().lines().sorted())
        .containsExactlyInAnyOrder(
            "address,scope,reason,since,until,note",
            "jane@example.com,*,COMPLAINT,2026-11-01T00:00:00Z,,",
            "joe@example.com,stream:marketing,UNSUBSCRIBED,2026-11-02T00:00:00Z,,",
            "kim@xn--bcher-kva.example,*,MANUAL,2026-11-03T00:00:00Z,,\"by phone, \"\"again\"\"\"");

    String csvAgain = csv.out();
    var _ = stack.run("suppressions", "remove", "joe@example.com", "--yes");
    Answer again = stack.run("suppressions", "import", json, "--yes");

    assertThat(again.out()).isEqualTo("3 rows imported.\n");
    assertThat(stack.run("suppressions", "export").out()).hasSizeLessThan(csvAgain.length());
    assertThat(stack.run("suppressions", "show", "joe@example.com").exitCode()).isEqualTo(1);
  }

  @Test
  void addressesAndNotesThatLookLikeFormulasOrSteerATerminalSurviveAFile() throws IOException {
    String note = "=1+1 \u001b[2J\u202e";
    var _ = stack.run("suppressions", "add", "=cmd@example.com", "--note", note);
    var _ = stack.run("suppressions", "add", "'+x@example.com");
    Answer csv = stack.run("suppressions", "export");
    Answer json = stack.run("suppressions", "export", "--json");
    Answer list = stack.run("suppressions", "list");
    Path file = directory.resolve("out.json");
    var _ = stack.run("suppressions", "export", "-o", file.toString());
    SuppressionFile read = new SuppressionFile(Path.of(file("out.csv", csv.out())), CSV);
    List<String> addresses = new ArrayList<>();
    var _ =
        read.read(
            Instant.EPOCH,
            (_, row) ->
                addresses.add(row.key().address() + Objects.requireNonNullElse(row.note(), "")),
            (number, problem) -> {
              throw new AssertionError("row " + number + ": " + problem);
            });

    assertThat(csv.out()).contains("\n'=cmd@example.com,", "\n''+x@example.com,", ",'=1+1 \\u001b");
    assertThat(addresses).containsExactlyInAnyOrder("=cmd@example.com" + note, "'+x@example.com");
    assertThat(List.of(csv.out(), json.out(), list.out(), Files.readString(file)))
        .allSatisfy(
            text ->
                assertThat(text)
                    .containsIgnoringCase("\\u001b")
                    .doesNotContain("\u001b", "\u202e"));
    assertThat(MAPPER.readTree(file.toFile()).findValuesAsText("note")).containsExactly(note);
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhenAskedAndOnlyAsAWhole() throws IOException {
    String before = file("out.csv", "mine");
    Path path = Path.of(before);
    var _ = stack.run("suppressions", "add", "jane@example.com");

    Answer unasked = stack.run("suppressions", "export", "-o", before);
    String afterUnasked = Files.readString(path);
    Answer failed =
        stack.runWith(
            Map.of("POSTRIDER_SUPPRESSION_TABLE", "NoSuchTable"),
            "suppressions",
            "export",
            "-o",
            before,
            "--yes");
    String afterFailure = Files.readString(path);
    Answer asked = stack.run("suppressions", "export", "-o", before, "--yes");

    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err()).contains("Replace " + before + "? Nobody can be asked here");
    assertThat(failed.exitCode()).isEqualTo(2);
    assertThat(List.of(afterUnasked, afterFailure)).containsOnly("mine");
    assertThat(asked.exitCode()).isZero();
    assertThat(Files.readString(path)).contains("jane@example.com,*,MANUAL");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void anExportWhoseOutputBreaksIsNoSuccess() throws IOException {
    var _ = stack.run("suppressions", "add", "jane@example.com");
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };

    Answer answer = stack.runInto(full, "suppressions", "export");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).isEqualTo("postrider: the output could not be written to the end.\n");
  }

  @Test
  void nothingIsWrittenWhileARowIsBad() throws IOException {
    String file = file("bad.csv", FILE + "nobody,,,,,\nq@example.com,,BOUNCED,,,\n");

    Answer answer = stack.run("suppressions", "import", file, "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("row 4: address: found", "row 5: reason: allowed are");
    assertThat(answer.err()).contains("2 rows are bad; nothing was imported.");
    assertThat(stack.run("suppressions", "list").out()).startsWith("0 suppressions.");
  }

  @Test
  void anImportCanGoOnInTheMiddle() throws IOException {
    String file = file("in.csv", FILE);

    Answer dry = stack.run("suppressions", "import", file, "--dry-run");
    Answer answer = stack.run("suppressions", "import", file, "--from", "3", "--yes");

    assertThat(dry.out()).isEqualTo("3 rows good.\n");
    assertThat(answer.out()).isEqualTo("1 row imported.\n");
    assertThat(stack.run("suppressions", "list").out()).contains("kim@xn--bcher-kva.example");
  }

  @Test
  void aLongImportShowsItsProgress() throws IOException {
    StringBuilder rows = new StringBuilder("address\n");
    for (int i = 0; i < 2_100; i++) {
      rows.append("u").append(i).append("@example.com\n");
    }
    Answer answer = stack.run("suppressions", "import", file("many.csv", rows.toString()), "--yes");
    Answer list = stack.run("suppressions", "list", "--limit", "5", "--json");

    assertThat(answer.err()).contains("1000 …", "2000 …");
    assertThat(answer.out()).isEqualTo("2100 rows imported.\n");
    assertThat(HttpJson.readObject(list.out()).orElseThrow().path("partial").asBoolean()).isTrue();
    assertThat(stack.run("suppressions", "export").err()).isEqualTo("2100 suppressions.\n");
  }

  @Test
  void aFileWithoutTitlesIsNoSuchFile() throws IOException {
    Answer answer =
        stack.run("suppressions", "import", file("bare.csv", "a@example.com\n"), "--yes");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("the first line must name the columns");
  }
}
