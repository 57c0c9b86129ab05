package dev.postrider.cli.output;

/// What a command answers: a record that [Output] prints. Its components are the fields of the JSON
/// object; what is for the text alone is marked `@JsonIgnore`.
@FunctionalInterface
public interface CommandAnswer {
  /// For people; ends with a line break, or is empty.
  String text();

  /// One of [ExitCodes].
  default int exitCode() {
    return ExitCodes.DONE;
  }
}
