package dev.postrider.cli.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The runbook of this checkout, section by section.
///
/// @param file Markdown; may be missing
public record Runbook(Path file) {
  private static final String NAME = "[a-z][a-z0-9-]*";

  /// The one of the checkout that built into this directory.
  public static Runbook beside(Path target) {
    return new Runbook(target.toAbsolutePath().resolveSibling("docs").resolve("runbook.md"));
  }

  /// A section's text without its heading; empty when there is none of this name.
  public Optional<String> section(String name) {
    if (!name.matches(NAME) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Matcher section =
          Pattern.compile("(?ms)^## " + name + "\\R(.*?)(?=^## |\\z)")
              .matcher(Files.readString(file));
      return section.find() ? Optional.of(section.group(1).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }
}
