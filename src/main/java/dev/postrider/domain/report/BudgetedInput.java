package dev.postrider.domain.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Fails once more bytes were read than the budget has, so that a small archive cannot unfold for
/// ever.
final class BudgetedInput extends FilterInputStream {
  private final Budget budget;

  BudgetedInput(InputStream in, Budget budget) {
    super(in);
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      budget.unfold(1);
    }
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      budget.unfold(read);
    }
    return read;
  }
}
