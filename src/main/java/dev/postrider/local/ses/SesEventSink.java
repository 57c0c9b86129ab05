package dev.postrider.local.ses;

/// Where a configuration set's events go.
@FunctionalInterface
public interface SesEventSink {
  /// Takes in one event; does not block.
  ///
  /// @param event the JSON document that SES publishes as an SNS message
  void publish(String event);

  /// For a stand-in whose events nobody reads.
  static SesEventSink none() {
    return _ -> {};
  }
}
