package dev.postrider.domain.report;

/// What a file may cost, since anyone can send one. The largest real reports have some ten thousand
/// rows and ten megabytes. [Budget] holds a file to it.
///
/// @param bytes of all that a file unfolds to
/// @param entries files in all archives of a mail, and as many reports attached to it
/// @param rows in all reports of a file
/// @param depth of nested elements
/// @param results authentication results in one row
public record Bounds(long bytes, int entries, int rows, int depth, int results) {

  /// What `dmarc read` uses, and the function that reads whatever mail comes, in one gigabyte of
  /// memory.
  public static final Bounds USUAL = new Bounds(64L << 20, 256, 200_000, 12, 100);
}
