package dev.postrider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Consumer;

/// What AWS answers when all goes well, for the calls of DispatchFunction and FeedbackFunction: a
/// mail that nobody claimed yet, a pace without an end, a SES that takes everything. For priming,
/// the start's benchmark and the training of the command's start; no mail is ever sent by it.
public final class CannedAnswers {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// An entry of the ledger that was sent, and the pace, and the secret of the recipients' hashes:
  /// whoever reads one of them does not mind the others.
  private static final String ITEM =
      """
      {"id":{"S":"primed"},"state":{"S":"SENT"},"fp":{"S":"f"},"token":{"S":"t"},
       "since":{"N":"1"},"claims":{"N":"1"},"resends":{"N":"0"},"stream":{"S":"default"},
       "createdAt":{"N":"1"},"updatedAt":{"N":"1"},"ses":{"S":"primed"},
       "steps":{"L":[{"S":"1 CLAIMED"}]},
       "tat":{"N":"1"},"rate":{"N":"10000"},"ceiling":{"N":"10000"},"rateChangedAt":{"N":"1"},
       "version":{"N":"1"},
       "secret":{"B":"cHJpbWVk"}}
      """;

  private CannedAnswers() {}

  /// The answer to a request.
  ///
  /// @param operation the header `X-Amz-Target` or, for SES, the path
  /// @return JSON, for status 200
  /// @throws IOException when the body is not JSON
  public static byte[] to(String operation, byte[] body) throws IOException {
    JsonNode request = JSON.readTree(body);
    ObjectNode answer = JSON.createObjectNode();
    switch (operation.replaceFirst(".*[./]", "")) {
      case "GetItem" -> answer.set("Item", JSON.readTree(ITEM));
      case "UpdateItem" -> answer.set("Attributes", JSON.readTree(ITEM));
      case "BatchGetItem" -> answer.putObject("Responses");
      case "BatchExecuteStatement" -> each(request, "Statements", answer, "Responses", _ -> {});
      case "outbound-emails" -> answer.put("MessageId", "primed");
      case "outbound-bulk-emails" ->
          each(
              request,
              "BulkEmailEntries",
              answer,
              "BulkEmailEntryResults",
              entry -> entry.put("Status", "SUCCESS").put("MessageId", "primed"));
      case "PutEvents" ->
          each(request, "Entries", answer, "Entries", entry -> entry.put("EventId", "primed"));
      case "account" ->
          answer
              .put("SendingEnabled", true)
              .put("EnforcementStatus", "HEALTHY")
              .putObject("SendQuota")
              .put("MaxSendRate", 14)
              .put("Max24HourSend", 50_000)
              .put("SentLast24Hours", 0);
      default -> answer.put("__type", "UnknownOperationException");
    }
    return JSON.writeValueAsBytes(answer);
  }

  /// One element of the answer for each of the request.
  private static void each(
      JsonNode request,
      String asked,
      ObjectNode answer,
      String answered,
      Consumer<ObjectNode> filled) {
    ArrayNode elements = answer.putArray(answered);
    request.path(asked).forEach(_ -> filled.accept(elements.addObject()));
  }
}
