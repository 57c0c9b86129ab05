package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;

import dev.postrider.cli.Answer;
import dev.postrider.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

/// Runs every command on a stack where it has something to do, and notes what it calls.
public final class CommandCalls {
  /// Commands that call nothing.
  private static final Set<String> OFFLINE = Set.of("validate");

  /// Commands that a policy of their own is for.
  private static final Set<String> APART = Set.of("verify", "deferred list");

  private final TestStack stack;
  private final Path directory;
  private final Set<String> ran = new TreeSet<>(OFFLINE);

  public CommandCalls(TestStack stack, Path directory) {
    this.stack = stack;
    this.directory = directory;
  }

  /// What the commands call that only look, as [CallRecorder] has it.
  public Set<String> ofLooking() {
    furnish();
    return CallRecorder.during(this::look);
  }

  /// What all commands call.
  public Set<String> ofAll() {
    furnish();
    return CallRecorder.during(
        () -> {
          look();
          act();
        });
  }

  /// What the command calls that only asks whether a stack is as it must be.
  public static Set<String> ofVerifying() {
    try (RecordedAws _ = new RecordedAws()) {
      return CallRecorder.during(
          () ->
              // Nobody dispatches its mail here.
              expect(
                  1,
                  Answer.of(
                      "verify",
                      "--stack",
                      "mail",
                      "--region",
                      "eu-central-1",
                      "--timeout",
                      "PT0S")));
    }
  }

  /// What the command calls that asks the dispatcher's log.
  public Set<String> ofAskingTheLog() {
    try (AwsDouble _ = new AwsDouble(stack)) {
      return CallRecorder.during(() -> onAws("deferred list"));
    }
  }

  /// Commands that were never run here.
  public Set<String> missing() {
    Set<String> all = new TreeSet<>();
    leaves(new CommandLine(new Main()).getCommandSpec(), "", all);
    all.removeAll(ran);
    all.removeAll(APART);
    return all;
  }

  private static void leaves(CommandSpec command, String path, Set<String> all) {
    if (command.subcommands().isEmpty() && isOurs(command.userObject())) {
      all.add(path);
    }
    command
        .subcommands()
        .values()
        .forEach(
            sub -> leaves(sub.getCommandSpec(), (path + " " + sub.getCommandName()).strip(), all));
  }

  private static boolean isOurs(Object command) {
    Class<?> type =
        command instanceof Method method ? method.getDeclaringClass() : command.getClass();
    return type.getPackage().equals(CommandCalls.class.getPackage());
  }

  private void furnish() {
    stack.hashKey(new byte[32]);
    stack.hold(mail("calls-held", "marketing"));
    stack.hold(mail("calls-held-too", "marketing"));
    stack.refuse(mail("calls-refused", "transactional"));
    stack.enqueue(stack.queues().mailDeadLetters(), mail("calls-dead", "transactional"));
    stack.enqueue(stack.queues().feedbackDeadLetters(), "{\"Message\":\"{}\"}");
    stack.enqueue(
        stack.queues().feedbackDeadLetters(),
        "{\"Message\":\"{\\\"eventType\\\":\\\"AmazonSnsSubscriptionSucceeded\\\"}\"}");
    stack.enqueue(stack.dmarcDeadLetters(), "{\"requestPayload\":{}}");
    try (SesV2Client ses = stack.ses().client()) {
      for (String address : List.of("learnt@example.com", "taken-back@example.com")) {
        ses.putSuppressedDestination(
            r -> r.emailAddress(address).reason(SuppressionListReason.BOUNCE));
      }
    }
  }

  private void look() {
    try (AwsDouble _ = new AwsDouble(stack)) {
      expect(0, Answer.of("status", "--stack", "mail", "--region", "eu-central-1"));
      ran.add("status");
      onAws("dead show --queue dmarc");
    }
    run(0, "show calls-refused --body");
    run(0, "show calls-dead");
    run(1, "show never-heard-of");
    run(0, "hash jane@example.com");
    run(0, "held list");
    run(0, "rejected list");
    run(0, "rejected show");
    run(0, "dead list");
    run(0, "held show");
    run(0, "dead show");
    run(0, "dead show --queue feedback");
    run(0, "suppressions list");
    run(1, "suppressions show a@example.com");
    run(0, "suppressions export");
  }

  private void act() {
    run(0, "send " + file("m.json", mail("calls-sent", "transactional")) + " --yes");
    run(0, "cancel calls-cancelled --entries 2 --yes");
    run(0, "pause because");
    run(0, "resume --yes");
    run(0, "held retry calls-held --yes");
    run(0, "held cancel calls-held-too --yes");
    run(0, "rejected retry --all --yes");
    run(0, "dead retry --all --yes");
    run(0, "dead discard --queue feedback --all --reason MALFORMED --yes");
    run(0, "dead retry --all --yes --queue feedback");
    try (AwsDouble _ = new AwsDouble(stack)) {
      onAws("dead retry --all --yes --queue dmarc");
    }
    run(0, "suppressions add taken-back@example.com");
    run(0, "suppressions remove taken-back@example.com --yes");
    run(
        0,
        "suppressions import "
            + file("s.csv", "address,reason\ntold@example.com,COMPLAINT\n")
            + " --yes");
    run(0, "suppressions sync --apply --yes --between PT0S");
  }

  /// What the embedded stack does not have.
  private static void onAws(String line) {
    String[] words = (line + " --stack mail --region eu-central-1").split(" ");
    expect(0, Answer.of(words));
  }

  private void run(int exitCode, String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    boolean grouped = Set.of("held", "rejected", "dead", "suppressions").contains(words.getFirst());
    ran.add(String.join(" ", words.subList(0, grouped ? 2 : 1)));
    expect(exitCode, stack.run(words.toArray(String[]::new)));
  }

  private static void expect(int exitCode, Answer answer) {
    if (answer.exitCode() != exitCode) {
      throw new AssertionError(answer.toString());
    }
  }

  private String file(String name, String content) {
    try {
      return Files.writeString(directory.resolve(name), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
