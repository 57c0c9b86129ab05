package dev.postrider.cli.ops;

/// How much of a queue a command looked at.
///
/// @param seen how many messages
/// @param total how many the queue held, as SQS approximates it
/// @param partial whether a message may have been left out that is meant
record Coverage(int seen, int total, boolean partial) {
  /// `2 of about 3`.
  String share() {
    return seen + " of about " + total;
  }

  String leftOut() {
    return share()
        + " in the queue were looked at; the others are in use, or left out: --all looks at all,"
        + " --limit at fewer.";
  }

  /// What an action did not look at; empty when it looked at all.
  String remainder() {
    return partial
        ? Math.max(0, total - seen)
            + " of about "
            + total
            + " in the queue were not looked at: they are in use, or --limit left them out. Repeat"
            + " the command.\n"
        : "";
  }
}
