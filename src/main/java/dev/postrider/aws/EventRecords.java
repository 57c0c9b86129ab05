package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The records of an event, once it is sure that the event is one of the function's own.
///
/// Another one fails the whole invocation before anything is done: a record without an id cannot be
/// named in a partial batch response. The text of the exception quotes nothing of the event.
final class EventRecords {
  private EventRecords() {}

  /// Messages with an id and a body; none for an event whose list is empty.
  ///
  /// @throws IllegalArgumentException says what was expected and what was found
  static List<SQSMessage> of(@Nullable SQSEvent event) {
    return complete(
        "an SQS event, whose Records have messageId and body",
        event == null ? null : event.getRecords(),
        r -> r.getMessageId() == null ? "messageId" : r.getBody() == null ? "body" : "");
  }

  /// Records with their notification; none for an event whose list is empty.
  ///
  /// @throws IllegalArgumentException says what was expected and what was found
  static List<SNSRecord> of(@Nullable SNSEvent event) {
    return complete(
        "an SNS event, whose Records have Sns",
        event == null ? null : event.getRecords(),
        r -> r.getSNS() == null ? "Sns" : "");
  }

  private static <R> List<R> complete(
      String expected, @Nullable List<R> records, Function<R, String> missing) {
    if (records == null) {
      throw unexpected(expected, "an event without Records");
    }
    for (int i = 0; i < records.size(); i++) {
      R record = records.get(i);
      String lack = record == null ? "anything" : missing.apply(record);
      if (!lack.isEmpty()) {
        throw unexpected(
            expected, "record %d of %d without %s".formatted(i + 1, records.size(), lack));
      }
    }
    return records;
  }

  static IllegalArgumentException unexpected(String expected, String found) {
    return new IllegalArgumentException("expected " + expected + "; found " + found);
  }
}
