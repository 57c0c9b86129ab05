package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.List;
import java.util.Map;

/// The mail that DispatchFunction is primed with: each way to SES once. Its ids are in no ledger.
/// Its stream is none that an operator moves to the bulk queue.
final class PrimingMail {
  private static final List<String> BODIES =
      List.of(
          """
          {"id":"primed-plain","stream":"primed","from":"Shop <no-reply@example.com>",
           "to":"success@simulator.amazonses.com","cc":["success+cc@simulator.amazonses.com"],
           "replyTo":"help@example.com","subject":"Hello","text":"Hello","html":"<p>Hello</p>",
           "headers":{"X-Order":"1"},"tags":{"kind":"primed"}}
          """,
          """
          {"id":"primed-attachment","stream":"primed","from":"no-reply@example.com",
           "to":"success@simulator.amazonses.com","subject":"Hello","text":"Hello","attachments":[
           {"filename":"a.txt","contentType":"text/plain; charset=UTF-8","content":"SGVsbG8="}]}
          """,
          """
          {"id":"primed-inline","stream":"primed","from":"no-reply@example.com",
           "to":"success@simulator.amazonses.com",
           "template":{"subject":"Hello {{name}}","text":"Hello {{name}}"},"data":{"name":"A"}}
          """,
          shared("primed-stored-1"),
          shared("primed-stored-2"),
          """
          {"id":"primed-entries","stream":"primed","from":"no-reply@example.com","template":{"name":"primed"},
           "recipients":[
           {"to":"success+1@simulator.amazonses.com","data":{"name":"A","rows":[{"n":1}]}},
           {"to":"success+2@simulator.amazonses.com","data":{"name":"B","rows":[{"n":2}]}}]}
          """);

  private PrimingMail() {}

  private static String shared(String id) {
    return """
        {"id":"%s","stream":"primed","from":"no-reply@example.com","to":"success@simulator.amazonses.com",
         "template":{"name":"primed"},"data":{"name":"A"}}
        """
        .formatted(id);
  }

  /// A batch as SQS hands it over.
  static List<SQSMessage> batch() {
    return BODIES.stream().map(PrimingMail::message).toList();
  }

  private static SQSMessage message(String body) {
    SQSMessage message = new SQSMessage();
    message.setMessageId("primed");
    message.setBody(body);
    message.setAttributes(
        Map.of(
            "SentTimestamp",
            Long.toString(System.currentTimeMillis()),
            "ApproximateReceiveCount",
            "1"));
    return message;
  }
}
