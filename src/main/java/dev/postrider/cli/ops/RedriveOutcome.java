package dev.postrider.cli.ops;

import dev.postrider.cli.output.Words;

/// What became of one message that an operator retried or cancelled.
///
/// @param outcome RETURNED, CANCELLED, OVER, DISCARDED or STAYS; public, since it stands in the
///     JSON
/// @param left whether the message is done with in its queue, and is deleted there
/// @param detail in a few words
record RedriveOutcome(String outcome, boolean left, String detail) {
  /// The message is on its way to the dispatcher, which sends some of its units.
  static RedriveOutcome returned(int units) {
    return new RedriveOutcome(
        "RETURNED", true, Words.counted(units, "unit") + " to the mail queue");
  }

  /// The function that the message is for has handled it now.
  static RedriveOutcome handled() {
    return new RedriveOutcome("RETURNED", true, "the function handled it");
  }

  static RedriveOutcome cancelled(int units) {
    return new RedriveOutcome("CANCELLED", true, Words.counted(units, "unit"));
  }

  /// All units of the message had ended before.
  ///
  /// @param states how they ended
  static RedriveOutcome over(String states) {
    return new RedriveOutcome("OVER", true, "already " + states + ": the copy was removed");
  }

  /// The message was deleted.
  ///
  /// @param why no retry could bring it further
  static RedriveOutcome discarded(String why) {
    return new RedriveOutcome("DISCARDED", true, "deleted: " + why);
  }

  /// The message stays where it is.
  static RedriveOutcome stays(String why) {
    return new RedriveOutcome("STAYS", false, why);
  }
}
