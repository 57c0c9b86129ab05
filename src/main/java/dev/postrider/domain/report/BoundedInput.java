package dev.postrider.domain.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Fails once more bytes were read than allowed, so that a small archive cannot unfold without end.
final class BoundedInput extends FilterInputStream {
  private long left;

  BoundedInput(InputStream in, long most) {
    super(in);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    return next < 0 ? next : count(1, next);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    return read < 0 ? read : count(read, read);
  }

  /// Closes nothing: an XML parser closes what it has read to the end, and the archive goes on.
  @Override
  public void close() {}

  private int count(int bytes, int result) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw new BrokenReport("it unfolds to more than the bound");
    }
    return result;
  }
}
