package dev.postrider.cli.bench;

/// What a JVM of the benchmark does.
interface Workload extends AutoCloseable {
  /// Makes a batch, which is then timed without what made it.
  ///
  /// @param kind of [BenchMail], or the type of an event of SES
  /// @param id how the ids of its messages begin
  Runnable batch(String kind, String id, int units);

  @Override
  default void close() {}

  static Workload named(String name) {
    return switch (name) {
      case "dispatch" -> new DispatchWork();
      case "feedback" -> new FeedbackWork();
      case "bare" -> BareCalls.sideBySide();
      case "in-order" -> BareCalls.inOrder();
      default -> throw new IllegalArgumentException("no workload: " + name);
    };
  }
}
