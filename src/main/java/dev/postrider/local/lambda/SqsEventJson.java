package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// The event of an SQS event source.
///
/// Source: "Using Lambda with Amazon SQS", Lambda developer guide.
public final class SqsEventJson {
  private SqsEventJson() {}

  /// The event that carries the records.
  public static byte[] of(List<ObjectNode> records) {
    ObjectNode event = Json.object();
    event.putArray("Records").addAll(records);
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// One received message.
  public static ObjectNode record(Message message, String queueArn) {
    ObjectNode json =
        Json.object()
            .put("messageId", message.messageId())
            .put("receiptHandle", message.receiptHandle())
            .put("body", message.body());
    message.attributesAsStrings().forEach(json.putObject("attributes")::put);
    ObjectNode attributes = json.putObject("messageAttributes");
    message.messageAttributes().forEach((name, value) -> attributes.set(name, attribute(value)));
    json.put("md5OfBody", message.md5OfBody());
    if (message.md5OfMessageAttributes() != null) {
      json.put("md5OfMessageAttributes", message.md5OfMessageAttributes());
    }
    return json.put("eventSource", "aws:sqs")
        .put("eventSourceARN", queueArn)
        .put("awsRegion", LocalAws.REGION.id());
  }

  private static ObjectNode attribute(MessageAttributeValue value) {
    ObjectNode json = Json.object();
    if (value.stringValue() != null) {
      json.put("stringValue", value.stringValue());
    }
    if (value.binaryValue() != null) {
      json.put(
          "binaryValue", Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
    }
    json.putArray("stringListValues");
    json.putArray("binaryListValues");
    return json.put("dataType", value.dataType());
  }
}
