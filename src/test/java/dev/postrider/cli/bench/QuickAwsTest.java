package dev.postrider.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The stand-in counts what was done, so that a fast path cannot leave work out.
class QuickAwsTest {
  private static final String SENT =
      """
      {"TableName":"LedgerTable","Key":{"id":{"S":"bench-1"}},
       "ExpressionAttributeValues":{":s":{"S":"SENT"}}}
      """;
  private static final String CLAIMED = SENT.replace("SENT", "CLAIMED");

  private final QuickAws aws = new QuickAws();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    aws.close();
  }

  private JsonNode call(HttpRequest.Builder request, String body) throws Exception {
    HttpResponse<String> response =
        client.send(
            request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    return JsonMapper.builder().build().readTree(response.body());
  }

  private JsonNode store(String operation, String body) throws Exception {
    return call(
        HttpRequest.newBuilder(aws.endpoint())
            .header("X-Amz-Target", "DynamoDB_20120810." + operation),
        body);
  }

  private JsonNode ses(String path, String body) throws Exception {
    return call(HttpRequest.newBuilder(URI.create(aws.endpoint() + "/v2/email/" + path)), body);
  }

  @Test
  void aUnitIsSettledOnceItWasClaimedAndThenWrittenAsSent() throws Exception {
    var _ = store("UpdateItem", CLAIMED);
    assertThat(aws.takeCounts().settledUnits()).isZero();

    var _ = store("UpdateItem", SENT);
    assertThat(aws.takeCounts().settledUnits()).as("a settlement without a claim").isZero();

    var _ = store("UpdateItem", CLAIMED);
    var _ = store("UpdateItem", SENT);
    assertThat(aws.takeCounts().settledUnits()).isOne();
  }

  @Test
  void statementsOfABatchCountOneByOne() throws Exception {
    String claims =
        """
        {"Statements":[
          {"Statement":"INSERT INTO \\"t\\" VALUE {'state': 'CLAIMED', 'id': ?}",
           "Parameters":[{"S":"bench-1"}]},
          {"Statement":"INSERT INTO \\"t\\" VALUE {'state': 'CLAIMED', 'id': ?}",
           "Parameters":[{"S":"bench-2"}]}]}
        """;
    String settlements =
        """
        {"Statements":[
          {"Statement":"UPDATE \\"t\\" SET \\"state\\" = 'SENT' SET \\"ses\\" = ? WHERE \\"id\\" = ?",
           "Parameters":[{"S":"SES_ID"},{"S":"bench-1"}]},
          {"Statement":"UPDATE \\"t\\" SET \\"state\\" = 'SENT' SET \\"ses\\" = ? WHERE \\"id\\" = ?",
           "Parameters":[{"S":"SES_ID"},{"S":"bench-2"}]}]}
        """;
    String sesMessageId = ses("outbound-emails", "{}").path("MessageId").asText();
    assertThat(store("BatchExecuteStatement", claims).path("Responses")).hasSize(2);
    assertThat(aws.takeCounts().settledUnits()).isZero();

    var _ = store("BatchExecuteStatement", claims);
    var _ = store("BatchExecuteStatement", settlements.replace("SES_ID", sesMessageId));

    QuickCounts counts = aws.takeCounts();
    assertThat(counts.settledUnits()).isEqualTo(2);
    assertThat(counts.written()).isEqualTo(4);
    assertThat(counts.calls()).containsEntry("BatchExecuteStatement", 2);
  }

  @Test
  void recipientsAndUnitsAtSesAreCountedApartSoThatADoubledUnitShows() throws Exception {
    String mail = "{\"EmailTags\":[{\"Name\":\"postrider-id\",\"Value\":\"bench-1\"}]}";
    var _ = ses("outbound-emails", mail);
    var _ = ses("outbound-emails", mail);
    JsonNode bulk =
        ses(
            "outbound-bulk-emails",
            """
            {"BulkEmailEntries":[
              {"ReplacementTags":[{"Name":"postrider-id","Value":"bench-2"},
                                  {"Name":"postrider-entry","Value":"0"}]},
              {"ReplacementTags":[{"Name":"postrider-id","Value":"bench-2"},
                                  {"Name":"postrider-entry","Value":"1"}]}]}
            """);

    assertThat(bulk.path("BulkEmailEntryResults")).hasSize(2);
    QuickCounts counts = aws.takeCounts();
    assertThat(counts.recipients()).isEqualTo(4);
    assertThat(counts.acceptedAt()).containsOnlyKeys("bench-1", "bench-2#0", "bench-2#1");
  }

  @Test
  void aCallThatTheStandInDoesNotKnowIsCountedAsSuch() throws Exception {
    assertThat(store("DescribeTable", "{}").path("__type").asText())
        .isEqualTo("UnknownOperationException");
    assertThat(aws.takeCounts().unknown()).isOne();
  }
}
