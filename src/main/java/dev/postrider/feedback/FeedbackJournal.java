package dev.postrider.feedback;

/// Where summaries go: the log, and metrics.
public interface FeedbackJournal {

  /// Must not fail: the notifications have been handled already.
  ///
  /// @param traceId of the invocation; empty when it is not traced
  void write(FeedbackSummary summary, String traceId);
}
