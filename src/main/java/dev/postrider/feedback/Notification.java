package dev.postrider.feedback;

import java.time.Instant;

/// One SNS record.
///
/// @param snsMessageId SNS's id, for logs
/// @param message what SES published
/// @param receivedAt SNS's own time
public record Notification(String snsMessageId, String message, Instant receivedAt) {

  /// Never the message: it holds addresses.
  @Override
  public String toString() {
    return "Notification[" + snsMessageId + "]";
  }
}
