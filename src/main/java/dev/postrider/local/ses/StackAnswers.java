package dev.postrider.local.ses;

/// What the inbox's page shows of the stack around SES, each as a JSON document.
public interface StackAnswers {
  /// Depth of each queue, pace and account, as `status --json` has it.
  String status();

  /// The age in seconds of each queue's oldest message, by the queue's name; `status` asks for it.
  String ages();

  /// What is suppressed, as `suppressions list --json` has it.
  String suppressions();

  /// A unit's history, as `show --json` has it.
  ///
  /// @param unit `id` or `id#n`
  String unit(String unit);

  /// The status events of a message, an array with the newest last.
  ///
  /// @param id the message's
  String events(String id);
}
