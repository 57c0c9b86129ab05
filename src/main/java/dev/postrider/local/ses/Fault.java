package dev.postrider.local.ses;

import java.time.Duration;

/// What can go wrong on request.
public sealed interface Fault {
  /// Happens to one HTTP call; at most one a call, the one that was armed first.
  sealed interface OfCall extends Fault {}

  /// Happens to one answer, whatever it is.
  sealed interface OfAnswer extends Fault {}

  /// Happens to one entry of a SendBulkEmail call; at most one an entry, the one that was armed
  /// first.
  sealed interface OfEntry extends Fault {}

  /// Happens to one event.
  sealed interface OfEvent extends Fault {}

  /// Happens to all events of one message.
  sealed interface OfMessage extends Fault {}

  /// Closes the connection before the body is read; nothing is accepted.
  record DropBeforeReading() implements OfCall {}

  /// Reads the whole request, accepts nothing and closes the connection.
  record CloseAfterReading() implements OfCall {}

  /// Accepts the mail and closes the connection without an answer.
  record AcceptThenDrop() implements OfCall {}

  /// Answers an error; nothing is accepted.
  ///
  /// @param errorType SES's name of the error, such as `TooManyRequestsException`
  record Refuse(int status, String errorType, String message) implements OfCall {}

  /// Accepts the mail and answers an error all the same.
  record AcceptThenRefuse(int status, String errorType, String message) implements OfCall {}

  /// Keeps the answer back; the mail is accepted (or not) before.
  record DelayAnswer(Duration delay) implements OfAnswer {}

  /// Gives an entry another status.
  ///
  /// @param status such as `FAILED`, or one that no SDK knows yet
  /// @param accepted whether the mail is taken in all the same
  record EntryStatus(String status, boolean accepted) implements OfEntry {}

  /// Publishes an event later.
  record DelayEvent(Duration delay) implements OfEvent {}

  /// Publishes an event twice.
  record DoubleEvent() implements OfEvent {}

  /// Never publishes an event.
  record DropEvent() implements OfEvent {}

  /// Publishes the events of a message in the reverse order.
  record ReverseEvents() implements OfMessage {}
}
