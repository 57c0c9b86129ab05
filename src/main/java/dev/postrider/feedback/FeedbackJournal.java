package dev.postrider.feedback;

/// Where summaries go: the log, and metrics.
public interface FeedbackJournal {

  /// Must not fail: the notifications have been handled already.
  void write(FeedbackSummary summary);
}
