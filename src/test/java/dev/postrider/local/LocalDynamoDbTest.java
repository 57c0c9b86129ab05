package dev.postrider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class LocalDynamoDbTest {
  private static LocalDynamoDb dynamoDb;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    dynamoDb = LocalDynamoDb.start();
    dynamoDb.createTables("Ledger", "Suppressions");
    client = dynamoDb.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    dynamoDb.close();
  }

  @Test
  void aConditionalPutSucceedsOnceAndThenShowsTheItemThatIsThere() {
    Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("welcome-1"));
    client.putItem(
        p -> p.tableName("Ledger").item(item).conditionExpression("attribute_not_exists(id)"));

    assertThatThrownBy(
            () ->
                client.putItem(
                    p ->
                        p.tableName("Ledger")
                            .item(item)
                            .conditionExpression("attribute_not_exists(id)")
                            .returnValuesOnConditionCheckFailure("ALL_OLD")))
        .isInstanceOfSatisfying(
            ConditionalCheckFailedException.class, e -> assertThat(e.item()).isEqualTo(item));
  }

  @Test
  void suppressionsOfOneAddressDifferByScope() {
    for (String scope : new String[] {"*", "stream:marketing"}) {
      client.putItem(
          p ->
              p.tableName("Suppressions")
                  .item(
                      Map.of(
                          "address", AttributeValue.fromS("a@example.com"),
                          "scope", AttributeValue.fromS(scope))));
    }

    assertThat(
            client
                .query(
                    q ->
                        q.tableName("Suppressions")
                            .keyConditionExpression("address = :a")
                            .expressionAttributeValues(
                                Map.of(":a", AttributeValue.fromS("a@example.com"))))
                .count())
        .isEqualTo(2);
  }

  @Test
  void bothTablesExpireTheirItems() {
    for (String table : new String[] {"Ledger", "Suppressions"}) {
      assertThat(
              client
                  .describeTimeToLive(d -> d.tableName(table))
                  .timeToLiveDescription()
                  .timeToLiveStatus())
          .isIn(TimeToLiveStatus.ENABLED, TimeToLiveStatus.ENABLING);
    }
  }
}
