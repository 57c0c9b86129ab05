package dev.postrider.domain.report;

/// What reading one file has cost so far, whatever it is packed in: work and memory are bounded by
/// these counts, and not by the file's own words. Not for several threads.
final class Budget {
  /// Archives in each other: `.xml.gz` in a ZIP archive is two.
  static final int LAYERS = 2;

  /// Characters of namespace declarations in all XML of a file; a report has fifty.
  private static final int NAMESPACES = 1 << 20;

  /// Authentication results in all rows of a file; a real row has two or three.
  private static final int ALL_RESULTS = 1_000_000;

  private final Bounds bounds;
  private long bytes;
  private int attachments;
  private int files;
  private int rows;
  private int results;
  private long namespaces;

  Budget(Bounds bounds) {
    this.bounds = bounds;
  }

  /// The next mail of a mailbox may have as much attached as the last one; all else adds up.
  void nextMail() {
    attachments = 0;
    files = 0;
  }

  /// For the bytes of an archive itself, which are not what it unfolds to.
  Budget forArchive() {
    return new Budget(bounds);
  }

  void unfold(int more) throws BrokenReport {
    bytes += more;
    if (bytes > bounds.bytes()) {
      throw new BrokenReport("it unfolds to more than the bound");
    }
  }

  void layer(int layer) throws BrokenReport {
    if (layer > LAYERS) {
      throw new BrokenReport("it is packed more than " + LAYERS + " times");
    }
  }

  void archive(int more) throws BrokenReport {
    files += more;
    if (files > bounds.entries()) {
      throw new BrokenReport("the archive has more than " + bounds.entries() + " files");
    }
  }

  void attachment() throws BrokenReport {
    if (++attachments > bounds.entries()) {
      throw new BrokenReport("the mail has more than " + bounds.entries() + " reports");
    }
  }

  void row() throws BrokenReport {
    if (++rows > bounds.rows()) {
      throw new BrokenReport("it has more than " + bounds.rows() + " rows");
    }
  }

  /// @param inRow results that the row has with this one
  void result(int inRow) throws BrokenReport {
    if (inRow > bounds.results()) {
      throw new BrokenReport("a row has more than " + bounds.results() + " results");
    }
    if (++results > ALL_RESULTS) {
      throw new BrokenReport("it has more than " + ALL_RESULTS + " results");
    }
  }

  void depth(int depth) throws BrokenReport {
    if (depth > bounds.depth()) {
      throw new BrokenReport("its elements are nested too deep");
    }
  }

  void namespace(int characters) throws BrokenReport {
    namespaces += characters;
    if (namespaces > NAMESPACES) {
      throw new BrokenReport("it declares more than 1 MB of namespaces");
    }
  }
}
