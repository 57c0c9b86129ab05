package dev.postrider.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where `mvn package` left the functions' package; the script `postrider` says where.
final class BuildOutput {
  private static final String PROPERTY = "postrider.target";

  private BuildOutput() {}

  /// Maven's output directory.
  ///
  /// @throws IllegalStateException when there is no package in it
  static Path directory() {
    Path target = Path.of(System.getProperty(PROPERTY, "target")).toAbsolutePath();
    if (!Files.isDirectory(target.resolve("postrider-function"))) {
      throw new IllegalStateException(
          "No package of the functions in " + target + ": run `mvn package` first.");
    }
    return target;
  }
}
