package dev.postrider.cli.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What a start is compared with: a handler with the clients of DispatchFunction that claims each
/// message by one conditional UpdateItem, sends it by one SendEmail and notes it by another
/// UpdateItem. It reads nothing of the message and keeps no promise.
public final class MinimalHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final DynamoDbClient dynamoDb =
      DynamoDbClient.builder().httpClientBuilder(Apache5HttpClient.builder()).build();
  private final SesV2Client ses =
      SesV2Client.builder().httpClientBuilder(Apache5HttpClient.builder()).build();

  /// Made as DispatchFunction makes it, and used as seldom.
  @SuppressWarnings("UnusedVariable")
  private final SqsClient sqs =
      SqsClient.builder().httpClientBuilder(Apache5HttpClient.builder()).build();

  private final String table = Objects.requireNonNull(System.getenv("POSTRIDER_LEDGER_TABLE"));

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    for (SQSMessage message : event.getRecords()) {
      write(message.getMessageId(), "CLAIMED");
      var _ =
          ses.sendEmail(
              email ->
                  email
                      .fromEmailAddress("no-reply@example.com")
                      .destination(to -> to.toAddresses("success@simulator.amazonses.com"))
                      .content(
                          content ->
                              content.simple(
                                  simple ->
                                      simple
                                          .subject(subject -> subject.data("Your order has left"))
                                          .body(
                                              body -> body.text(text -> text.data("It left."))))));
      write(message.getMessageId(), "SENT");
    }
    return new SQSBatchResponse(List.of());
  }

  private void write(String id, String state) {
    var _ =
        dynamoDb.updateItem(
            update ->
                update
                    .tableName(table)
                    .key(Map.of("id", AttributeValue.fromS(id)))
                    .updateExpression("SET #s = :s")
                    .expressionAttributeNames(Map.of("#s", "state"))
                    .expressionAttributeValues(Map.of(":s", AttributeValue.fromS(state))));
  }
}
