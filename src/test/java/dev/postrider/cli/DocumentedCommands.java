package dev.postrider.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The command lines that a document shows: in its running text as code, in its blocks as lines of
/// their own or after a prompt.
public final class DocumentedCommands {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*$(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\s*(?:\\$ )?(?:\\./)?(postrider [^\\n#]*[^\\n#\\s]|postrider$)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private DocumentedCommands() {}

  /// All of a text, without `postrider` in front.
  public static List<String> in(String markdown) {
    List<String> commands = new ArrayList<>();
    StringBuilder running = new StringBuilder();
    Matcher block = BLOCK.matcher(markdown);
    int end = 0;
    while (block.find()) {
      running.append(markdown, end, block.start());
      end = block.end();
      LINE.matcher(block.group(1)).results().map(r -> r.group(1)).forEach(commands::add);
    }
    running.append(markdown, end, markdown.length());
    CODE.matcher(running)
        .results()
        .map(code -> code.group(1).replaceAll("\\s+", " "))
        .filter(code -> code.matches("(\\./)?postrider( .*)?"))
        .map(code -> code.replaceFirst("^\\./", ""))
        .forEach(commands::add);
    return commands.stream().map(c -> c.replaceFirst("^postrider ?", "")).distinct().toList();
  }

  /// The commands of a section of the runbook.
  public static List<String> inSection(String name) {
    return Stream.of(read(Path.of("docs/runbook.md")).split("\n## ", -1))
        .filter(section -> section.lines().findFirst().orElse("").equals(name))
        .findFirst()
        .map(DocumentedCommands::in)
        .orElseThrow(() -> new IllegalArgumentException("the runbook has no section " + name));
  }

  /// A command line in words, as a shell would have it.
  public static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toList();
  }

  static String read(Path document) {
    try {
      return Files.readString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
