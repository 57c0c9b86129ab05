package dev.postrider.domain.report;

/// What a report may cost, since anyone can send one. The largest real ones have some ten thousand
/// rows and ten megabytes.
///
/// @param xmlBytes of all XML in a file, after decompression
/// @param entries files in a ZIP archive, and reports attached to a mail
/// @param rows in one report
/// @param depth of nested elements
/// @param results authentication results in one row
public record Bounds(long xmlBytes, int entries, int rows, int depth, int results) {

  /// What `dmarc read` uses.
  public static final Bounds USUAL = new Bounds(64L << 20, 16, 200_000, 12, 100);

  /// What a function uses that reads whatever mail comes, in one gigabyte of memory.
  public static final Bounds MAILED = new Bounds(16L << 20, 4, 50_000, 12, 100);
}
