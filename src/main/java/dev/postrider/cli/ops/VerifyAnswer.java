package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter.Colour;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.local.CommandLines;
import dev.postrider.verify.StackFinding;
import dev.postrider.verify.StackVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What was found out about a stack.
///
/// @param failed how many findings are failures
record VerifyAnswer(
    String stack,
    Instant at,
    long ok,
    long failed,
    long cannotTell,
    List<Line> findings,
    @JsonIgnore boolean unanswered)
    implements CommandAnswer {
  private static final int WIDTH = 13;

  /// A command in a finding: about the stack, or about a domain.
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?:\\./)?postrider (?:(status|show \\S+|dead explain --queue feedback)"
              + "|(domain (?:check|records) \\S+(?: --wait)?))");

  /// One finding.
  ///
  /// @param verdict `ok`, `failed` or `cannot tell`
  /// @param found what is there, or why nobody can tell
  /// @param action the one thing to do; null unless it failed
  record Line(String point, String subject, String verdict, String found, @Nullable String action) {
    static Line of(StackFinding finding) {
      return switch (finding.verdict()) {
        case StackVerdict.Ok(String found) -> line(finding, "ok", found, null);
        case StackVerdict.Failed(String found, String action) ->
            line(finding, "failed", found, action);
        case StackVerdict.CannotTell(String why, boolean _) ->
            line(finding, "cannot tell", why, null);
      };
    }

    private static Line line(
        StackFinding finding, String verdict, String found, @Nullable String action) {
      return new Line(finding.point(), finding.subject(), verdict, found, action);
    }

    /// With each command as it must be run for this stack; one about a domain has no stack.
    Line about(CommandLines commands) {
      return new Line(
          point,
          subject,
          verdict,
          told(found, commands),
          action == null ? null : told(action, commands));
    }

    private static String told(String text, CommandLines commands) {
      return COMMAND
          .matcher(text)
          .replaceAll(
              match ->
                  Matcher.quoteReplacement(
                      match.group(1) == null
                          ? CommandLines.plain(match.group(2)) + commands.access()
                          : commands.of(match.group(1))));
    }

    String text() {
      String label = verdict.equals("failed") ? "FAILED" : verdict;
      String line = Words.labelled(label, WIDTH, point + " " + subject + ": " + found);
      return action == null ? line : line + Words.labelled("", WIDTH, "do: " + action);
    }
  }

  /// @param commands lines about this stack: the findings name commands alone
  static VerifyAnswer of(
      String stack, Instant at, List<StackFinding> findings, CommandLines commands) {
    return new VerifyAnswer(
        stack,
        at,
        count(findings, StackVerdict.Ok.class),
        count(findings, StackVerdict.Failed.class),
        count(findings, StackVerdict.CannotTell.class),
        findings.stream().map(Line::of).map(line -> line.about(commands)).toList(),
        findings.stream()
            .anyMatch(
                f -> f.verdict() instanceof StackVerdict.CannotTell(String _, boolean u) && u));
  }

  private static long count(List<StackFinding> findings, Class<? extends StackVerdict> verdict) {
    return findings.stream().map(StackFinding::verdict).filter(verdict::isInstance).count();
  }

  @Override
  public int exitCode() {
    return failed > 0 ? ExitCodes.FAILED : unanswered ? ExitCodes.NOT_RUN : ExitCodes.DONE;
  }

  @Override
  public Map<String, Colour> colours() {
    return Map.of("ok", Colour.GREEN, "FAILED", Colour.RED, "cannot tell", Colour.YELLOW);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    findings.forEach(line -> text.append(line.text()));
    return text.append(
            "\n%s at %s: %d failed, %d cannot tell, %d ok\n"
                .formatted(stack, Times.at(at), failed, cannotTell, ok))
        .toString();
  }
}
