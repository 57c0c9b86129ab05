package dev.postrider.domain.report;

import java.io.IOException;

/// Stops reading; the message says why and has nothing of the file in it.
final class BrokenReport extends IOException {
  private static final long serialVersionUID = 1L;

  private final String why;

  BrokenReport(String why) {
    super(why);
    this.why = why;
  }

  String why() {
    return why;
  }
}
