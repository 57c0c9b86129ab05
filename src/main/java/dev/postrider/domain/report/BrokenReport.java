package dev.postrider.domain.report;

import java.io.IOException;

/// Stops reading; the message says why and has nothing of the file in it.
final class BrokenReport extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenReport(String why) {
    super(why);
  }
}
