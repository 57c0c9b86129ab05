package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.Words;
import dev.postrider.email.Address;
import dev.postrider.email.Decoded;
import dev.postrider.email.Defaults;
import dev.postrider.email.Email;
import dev.postrider.email.EmailDecoder;
import dev.postrider.email.Warnings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider validate`: what the dispatcher would say of a message, without a stack.
@Command(
    name = "validate",
    description = {
      "Checks messages as the dispatcher does.",
      "It needs no stack. Exit code 1 when it is malformed; every problem is named by its JSON pointer.",
      "A warning names what the dispatcher sends although SES may refuse it."
    },
    footer = {
      "",
      "Examples:",
      "  postrider validate message.json",
      "  postrider validate messages/plain.json messages/html.json",
      "  postrider validate - --json < m.json"
    })
public final class ValidateCommand extends AnsweringCommand {
  /// More than SQS takes.
  private static final int LARGEST = 2 * 1_048_576;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Messages; - is the standard input.")
  private List<Path> files;

  @Option(
      names = "--require-from",
      description = "Refuse a message without `from`, although a stack has a default sender.")
  private boolean requireFrom;

  @Override
  public Integer call() {
    Defaults defaults = new Defaults(requireFrom ? null : Address.parse("no-reply@example.com"));
    EmailDecoder decoder = new EmailDecoder(defaults);
    List<FileAnswer> answers =
        files.stream()
            .map(
                file ->
                    new FileAnswer(
                        file.toString(),
                        ValidationAnswer.of(decoder.decode(read(file), "validated"))))
            .toList();
    int exitCode =
        output.answer(answers.size() == 1 ? answers.getFirst().answer() : new FileAnswers(answers));
    answers.forEach(each -> each.answer().helpWithEvent(output));
    return exitCode;
  }

  /// What is said of one of several files.
  private record FileAnswer(String file, @JsonUnwrapped ValidationAnswer answer) {}

  private record FileAnswers(List<FileAnswer> files) implements CommandAnswer {
    @Override
    public String text() {
      return files.stream()
          .map(each -> each.answer().text().replaceAll("(?m)^(?=.)", each.file() + ": "))
          .collect(Collectors.joining());
    }

    @Override
    public int exitCode() {
      return files.stream().mapToInt(each -> each.answer().exitCode()).max().orElse(0);
    }
  }

  /// A message body that a person wrote.
  ///
  /// @param file a path, or `-` for the standard input
  /// @throws IllegalStateException when it cannot be read, or is not UTF-8
  static String read(Path file) {
    try {
      byte[] bytes =
          file.toString().equals("-") ? System.in.readNBytes(LARGEST) : Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("There is no file " + file, e);
    } catch (CharacterCodingException e) {
      throw new IllegalStateException(file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  /// What the decoder says of a message.
  ///
  /// @param warnings what SES may refuse
  /// @param problems null for a valid message, for which the other components are given
  record ValidationAnswer(
      boolean valid,
      @Nullable String id,
      @Nullable String stream,
      @Nullable Integer units,
      @Nullable List<Decoded.Problem> warnings,
      @Nullable List<Decoded.Problem> problems)
      implements CommandAnswer {
    static ValidationAnswer of(Decoded decoded) {
      return switch (decoded) {
        case Decoded.WellFormed(Email email) ->
            new ValidationAnswer(
                true, email.id(), email.stream(), email.units().size(), Warnings.of(email), null);
        case Decoded.Malformed(List<Decoded.Problem> problems) -> malformed(problems);
      };
    }

    static ValidationAnswer malformed(List<Decoded.Problem> problems) {
      return new ValidationAnswer(false, null, null, null, null, problems);
    }

    /// Who gives a file of `events/` is told what to give instead.
    void helpWithEvent(Output output) {
      boolean event =
          problems != null
              && problems.stream().anyMatch(problem -> problem.found().contains("Lambda function"));
      if (event) {
        output.note(
            "postrider: that is for `sam local invoke`. Its message alone: jq -r '.Records[0].body'"
                + " FILE. Messages to try are in messages/, such as messages/plain.json.");
      }
    }

    @Override
    public String text() {
      return problems != null
          ? lines("", problems)
          : lines("Warning: ", warnings)
              + "Valid: stream "
              + stream
              + ", "
              + Words.counted(units == null ? 0 : units, "unit")
              + ".\n";
    }

    private static String lines(String before, @Nullable List<Decoded.Problem> problems) {
      return Objects.requireNonNullElse(problems, List.<Decoded.Problem>of()).stream()
          .map(problem -> before + problem + "\n")
          .collect(Collectors.joining());
    }

    @Override
    public int exitCode() {
      return valid ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }
}
