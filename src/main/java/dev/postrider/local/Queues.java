package dev.postrider.local;

import java.util.List;

/// The URLs of the template's queues.
///
/// @param mail what producers send to
/// @param bulk the second lane, where the dispatcher moves marketing mail
/// @param rejected messages that can never be sent, with the reason as attributes
/// @param held mail that waits for an operator
/// @param mailDeadLetters what `mail` and `bulk` redrive to
/// @param feedbackDeadLetters notifications that the FeedbackFunction could not take in
public record Queues(
    String mail,
    String bulk,
    String rejected,
    String held,
    String mailDeadLetters,
    String feedbackDeadLetters) {

  /// All of them, in the order of the components.
  public List<String> all() {
    return List.of(mail, bulk, rejected, held, mailDeadLetters, feedbackDeadLetters);
  }

  /// The name in a queue's URL.
  public static String nameOf(String queueUrl) {
    return queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
  }

  /// The ARN of a queue of the embedded stack.
  public static String arnOf(String queueUrl) {
    return LocalAws.arn("sqs", nameOf(queueUrl));
  }
}
