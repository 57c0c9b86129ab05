package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.HttpJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;

/// The event of an SQS event source.
///
/// Source: "Using Lambda with Amazon SQS", Lambda developer guide.
public final class SqsEventJson {
  private SqsEventJson() {}

  /// The event that carries the records.
  public static byte[] of(List<ObjectNode> records) {
    ObjectNode event = HttpJson.object();
    event.putArray("Records").addAll(records);
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// One received message: the SDK's names for its fields are Lambda's too.
  public static ObjectNode record(Message message, String queueArn) {
    ObjectNode json = HttpJson.of(message.toBuilder());
    json.withObject("/attributes");
    for (JsonNode attribute : json.withObject("/messageAttributes")) {
      ((ObjectNode) attribute).putArray("stringListValues");
      ((ObjectNode) attribute).putArray("binaryListValues");
    }
    return json.put("eventSource", "aws:sqs")
        .put("eventSourceARN", queueArn)
        .put("awsRegion", LocalAws.REGION.id());
  }
}
