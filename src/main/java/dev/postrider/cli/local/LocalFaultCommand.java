package dev.postrider.cli.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.ses.Fault;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `postrider local fault`: lets the embedded stack's SES do what a service must stand.
@Command(
    name = "fault",
    description = {
      "Lets the embedded stack's SES fail.",
      "KIND is one of those that `list` names.",
      "docs/local.md says what each does, and which lines of HTTP do the same."
    },
    footer = {
      "",
      "Examples:",
      "  postrider local fault list",
      "  postrider local fault throttle --count 5",
      "  postrider local fault delay-event --delay 10s --target Bounce",
      "  postrider local fault pause",
      "  postrider local fault pause --tenant acme",
      "  postrider local fault clear"
    },
    mixinStandardHelpOptions = true)
public final class LocalFaultCommand implements Callable<Integer> {
  private static final String FAULTS = "/admin/faults";
  private static final String ACCOUNT = "/admin/account";

  /// What ends all that the account's kinds below began.
  private static final String WELL =
      """
      {"sendingEnabled":true,"suspended":false,"quotaGone":false,"pausedTenants":[]}""";

  /// States of the account, which last until `clear`.
  private static final SequencedMap<String, String> OF_THE_ACCOUNT = ofTheAccount();

  private static SequencedMap<String, String> ofTheAccount() {
    SequencedMap<String, String> kinds = new LinkedHashMap<>();
    kinds.put("pause", "SES sends nothing of the account, or of --tenant");
    kinds.put("quota", "the daily quota is used up");
    kinds.put("suspend", "SES suspends the account");
    return kinds;
  }

  @Spec private CommandSpec spec;

  @Mixin private EmbeddedStack stack;

  @Parameters(paramLabel = "KIND", description = "A kind of fault; or list, or clear.")
  private String kind;

  @Option(names = "--count", paramLabel = "N", description = "Strike N times. Default: once.")
  private @Nullable Integer count;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "An operation or event type alone. Repeatable.")
  private List<String> targets = new ArrayList<>();

  @Option(names = "--delay", paramLabel = "DURATION", description = "Of the delays, such as 5s.")
  private @Nullable Duration delay;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "The HTTP status, or the status of an entry.")
  private @Nullable String status;

  @Option(names = "--error-type", paramLabel = "TYPE", description = "SES's name of the error.")
  private @Nullable String errorType;

  @Option(names = "--accepted", description = "Of entry-status: the mail is accepted.")
  private boolean accepted;

  @Option(names = "--tenant", paramLabel = "NAME", description = "Of pause: this tenant alone.")
  private @Nullable String tenant;

  @Override
  public Integer call() {
    spec.commandLine().getParseResult().matchedOptions().stream()
        .map(OptionSpec::longestName)
        .filter(name -> !says(name))
        .findFirst()
        .ifPresent(this::refuse);
    if (!kinds().contains(kind)) {
      throw new ParameterException(
          spec.commandLine(),
          "unknown kind of fault \"" + kind + "\", allowed is " + String.join(", ", kinds()));
    }
    AdminDoor door = new AdminDoor(stack.find().endpoints().ses(), spec.commandLine());
    PrintWriter out = spec.commandLine().getOut();
    return switch (kind) {
      case "list" -> {
        out.print(list());
        out.println("Armed now:");
        yield door.get(FAULTS);
      }
      case "clear" ->
          Math.max(
              door.delete(FAULTS), door.post(ACCOUNT, WELL, "No faults; the account sends again."));
      case "pause" ->
          door.post(
              ACCOUNT,
              tenant == null
                  ? "{\"sendingEnabled\":false}"
                  : CliJson.line(Map.of("pausedTenants", List.of(tenant))),
              "SES sends nothing of " + (tenant == null ? "the account" : tenant) + "." + undo());
      case "quota" ->
          door.post(ACCOUNT, "{\"quotaGone\":true}", "The daily quota is used up." + undo());
      case "suspend" ->
          door.post(ACCOUNT, "{\"suspended\":true}", "The account is suspended." + undo());
      default -> arm(door);
    };
  }

  /// The stand-in's kinds, and those that this command adds.
  private static List<String> kinds() {
    return Stream.of(
            Fault.KINDS.keySet(), OF_THE_ACCOUNT.keySet(), List.of("drop", "list", "clear"))
        .flatMap(Collection::stream)
        .toList();
  }

  /// Whether an option says something of the kind.
  private boolean says(String option) {
    boolean armed =
        !kind.equals("list") && !kind.equals("clear") && !OF_THE_ACCOUNT.containsKey(kind);
    return switch (option) {
      case "--tenant" -> kind.equals("pause");
      case "--count", "--target" -> armed;
      case "--delay", "--status", "--accepted", "--error-type" ->
          armed
              && (!Fault.KINDS.containsKey(kind)
                  || Fault.OWN_FIELDS
                      .getOrDefault(kind, List.of())
                      .contains(option.equals("--error-type") ? "errorType" : option.substring(2)));
      default -> true;
    };
  }

  /// An option that would change nothing.
  private void refuse(String option) {
    throw new ParameterException(spec.commandLine(), option + " says nothing of " + kind);
  }

  private int arm(AdminDoor door) {
    ObjectNode body =
        CliJson.object().put("kind", kind.equals("drop") ? "drop-before-reading" : kind);
    if (!targets.isEmpty()) {
      targets.forEach(body.putArray("targets")::add);
    }
    if (count != null) {
      body.put("count", count);
    }
    if (delay != null) {
      body.put("delay", delay.toString());
    }
    if (errorType != null) {
      body.put("errorType", errorType);
    }
    if (accepted) {
      body.put("accepted", true);
    }
    if (status != null && status.matches("[0-9]{3}")) {
      body.put("status", Integer.parseInt(status));
    } else if (status != null) {
      body.put("status", status);
    }
    return door.post(
        FAULTS,
        body.toString(),
        "Armed: "
            + kind
            + (count == null || count == 1 ? ", once." : ", " + count + " times.")
            + undo());
  }

  private String undo() {
    return " It ends with `" + stack.commands().of("local fault clear") + "`.";
  }

  private static String list() {
    StringBuilder text = new StringBuilder();
    Fault.KINDS.forEach((name, what) -> text.append("  %-20s %s%n".formatted(name, what)));
    OF_THE_ACCOUNT.forEach((name, what) -> text.append("  %-20s %s%n".formatted(name, what)));
    return text + "  drop                 short for drop-before-reading\n";
  }
}
