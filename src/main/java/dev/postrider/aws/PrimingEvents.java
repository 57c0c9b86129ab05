package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import java.util.List;
import org.joda.time.DateTime;

/// The events that FeedbackFunction is primed with, one of each way through it. The mail that they
/// tell of was never sent.
final class PrimingEvents {
  private static final String MAIL =
      """
      "mail":{"timestamp":"2026-11-24T00:00:00.000Z","messageId":"primed",
       "destination":["bounce@simulator.amazonses.com"],
       "tags":{"postrider-id":["primed"],"postrider-stream":["default"]}}\
      """;

  private static final List<String> MESSAGES =
      List.of(
          """
          {"eventType":"Send",%s,"send":{}}
          """,
          """
          {"eventType":"Delivery",%s,"delivery":{"timestamp":"2026-11-24T00:00:00.000Z",
           "processingTimeMillis":1,"recipients":["bounce@simulator.amazonses.com"],
           "smtpResponse":"250 2.6.0 Message received"}}
          """,
          bounce("Permanent", "General"),
          bounce("Transient", "MailboxFull"),
          """
          {"eventType":"Complaint",%s,"complaint":{"timestamp":"2026-11-24T00:00:00.000Z",
           "complainedRecipients":[{"emailAddress":"bounce@simulator.amazonses.com"}],
           "feedbackId":"1","complaintFeedbackType":"abuse"}}
          """);

  private PrimingEvents() {}

  private static String bounce(String type, String subType) {
    return """
        {"eventType":"Bounce",%%s,"bounce":{"bounceType":"%s","bounceSubType":"%s",
         "bouncedRecipients":[{"emailAddress":"bounce@simulator.amazonses.com","action":"failed",
          "status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}],
         "timestamp":"2026-11-24T00:00:00.000Z","feedbackId":"1"}}
        """
        .formatted(type, subType);
  }

  /// Records as SNS hands them over.
  static List<SNSRecord> records() {
    return MESSAGES.stream().map(message -> record(message.formatted(MAIL))).toList();
  }

  private static SNSRecord record(String message) {
    SNS sns = new SNS();
    sns.setMessageId("primed");
    sns.setMessage(message);
    sns.setTimestamp(DateTime.now());
    return new SNSRecord().withSns(sns);
  }
}
