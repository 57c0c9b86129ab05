package dev.postrider.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// How each command tells of itself on a terminal of 80 by 24: an operator reads it without
/// scrolling. `--help` and `--version` work everywhere and are listed nowhere; the options that
/// name a stack are one paragraph.
public final class HelpLayout {
  /// Commands of the groups: those that look first, then those that change something. Others stay
  /// where their group has them, before these.
  private static final List<String> LOOK_FIRST =
      List.of(
          "list", "show", "check", "export", "records", "advise", "add", "remove", "import", "sync",
          "retry", "cancel", "discard");

  private static final Set<String> EVERYWHERE = Set.of("--help", "--version");

  private static final Set<String> OF_THE_STACK =
      Set.of("--stack", "--region", "--profile", "--local", "--local-env");

  private static final String THE_STACK =
      """
      The stack: --stack=NAME (else POSTRIDER_STACK, samconfig.toml, then postrider),
      --region=REGION, --profile=NAME (else as the AWS CLI finds them); or --local,
      the one that `postrider local` runs here, --local-env=FILE if there are more.
      """;

  private static final int WIDTH = 80;
  private static final int OPTION_WIDTH = 22;

  private HelpLayout() {}

  /// Lays out the help of a command and of all below it.
  ///
  /// @param groups the names of the root's commands by their group, in the order of the help
  public static CommandLine of(CommandLine command, Map<String, List<String>> groups) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.abbreviateSynopsis(true).longOptionsMaxWidth(OPTION_WIDTH);
    Map<String, IHelpSectionRenderer> sections = new HashMap<>(command.getHelpSectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpLayout::parameters);
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING, _ -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
    sections.put(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING, _ -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST, HelpLayout::exitCodes);
    sections.put(
        UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
        help -> isRoot(help) ? "\n" : help.commandListHeading());
    sections.put(
        UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
        help -> isRoot(help) ? grouped(help, groups) : help.commandList(ordered(help)));
    command
        .getSubcommands()
        .forEach(
            (name, each) -> {
              each.getCommandSpec().usageMessage().hidden(name.equals("help"));
              of(each, groups);
            });
    return command.setHelpSectionMap(sections);
  }

  /// Writes the help of a command, coloured where the output is.
  public static void print(PrintWriter out, CommandLine command) {
    if (out instanceof TerminalWriter terminal && terminal.isColoured()) {
      terminal.own(command.getUsageMessage(Help.defaultColorScheme(Help.Ansi.ON)));
    } else {
      out.print(command.getUsageMessage(Help.defaultColorScheme(Help.Ansi.OFF)));
    }
    out.flush();
  }

  private static boolean isRoot(Help help) {
    return help.commandSpec().parent() == null;
  }

  private static boolean isOfAStack(CommandSpec command) {
    return command.findOption("--stack") != null;
  }

  private static List<OptionSpec> listed(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden() && !EVERYWHERE.contains(option.longestName()))
        .filter(option -> !isOfAStack(command) || !OF_THE_STACK.contains(option.longestName()))
        .toList();
  }

  private static Help.Layout columns(Help help) {
    CommandSpec command = help.commandSpec();
    return help.createDefaultLayout(
        listed(command), command.positionalParameters(), help.colorScheme());
  }

  private static String parameters(Help help) {
    return help.parameterList(columns(help), help.createDefaultParamLabelRenderer());
  }

  private static String options(Help help) {
    CommandSpec command = help.commandSpec();
    String list =
        help.optionListExcludingGroups(
            listed(command),
            columns(help),
            help.createDefaultOptionSort(),
            help.createDefaultParamLabelRenderer());
    return isOfAStack(command) ? list + THE_STACK : list;
  }

  /// In one sentence: `Exit codes: 0 done; 1 failed.`
  private static String exitCodes(Help help) {
    Map<String, String> codes = help.commandSpec().usageMessage().exitCodeList();
    if (codes.isEmpty()) {
      return "";
    }
    String text =
        codes.entrySet().stream()
            .map(code -> code.getKey() + " " + code.getValue())
            .collect(Collectors.joining("; ", "Exit codes: ", "."));
    List<String> lines = new ArrayList<>(List.of(""));
    for (String word : text.split(" ", -1)) {
      String longer = (lines.getLast() + " " + word).strip();
      if (longer.length() < WIDTH) {
        lines.set(lines.size() - 1, longer);
      } else {
        lines.add(word);
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static Map<String, Help> ordered(Help help) {
    return help.subcommands().entrySet().stream()
        .sorted(Comparator.comparingInt(each -> LOOK_FIRST.indexOf(verb(each.getKey()))))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, LinkedHashMap::new));
  }

  /// Picocli's help names a command with its aliases: `[retry, release]`.
  private static String verb(String names) {
    return names.replaceFirst("^\\[?(\\w*).*", "$1");
  }

  /// A line for each command, with the group before its first one.
  private static String grouped(Help help, Map<String, List<String>> groups) {
    Map<String, Help> commands = help.subcommands();
    int nameWidth = width(commands.keySet());
    int groupWidth = width(groups.keySet());
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (group, names) -> {
          String title = group;
          for (String name : names) {
            Help command = commands.get(name);
            if (command != null) {
              text.append(title)
                  .repeat(' ', groupWidth - title.length())
                  .append(help.colorScheme().commandText(name))
                  .repeat(' ', nameWidth - name.length())
                  .append(command.commandSpec().usageMessage().description()[0])
                  .append('\n');
              title = "";
            }
          }
        });
    return text.toString();
  }

  private static int width(Set<String> words) {
    return words.stream().mapToInt(String::length).max().orElse(0) + 2;
  }
}
