package dev.postrider.local;

import dev.postrider.local.http.LoopbackServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// DynamoDB Local on loopback, in memory.
///
/// Behind a server of ours: DynamoDB Local's runner listens on every address and reports telemetry.
/// Expired items are deleted at some time or never; readers filter by `ttl`.
public final class LocalDynamoDb implements AutoCloseable {
  /// The attribute that holds an item's end in epoch seconds, in both tables.
  public static final String TTL_ATTRIBUTE = "ttl";

  private static final int SQLITE_IN_MEMORY_PORT = 0;

  private final LocalDynamoDBRequestHandler requests;
  private final LoopbackServer server;

  private LocalDynamoDb(LocalDynamoDBRequestHandler requests, LoopbackServer server) {
    this.requests = requests;
    this.server = server;
  }

  /// On any free port.
  public static LocalDynamoDb start() {
    return start(0);
  }

  /// On a port of the caller's choice.
  ///
  /// @param port 0 for any free port
  public static LocalDynamoDb start(int port) {
    LocalLogging.quiet();
    LocalLogging.quietDynamoDb();
    LocalDynamoDBRequestHandler requests =
        new LocalDynamoDBRequestHandler(SQLITE_IN_MEMORY_PORT, true, null, true, false);
    return new LocalDynamoDb(
        requests,
        LoopbackServer.start(
            "dynamodb-local", port, new LocalDynamoDBServerHandler(requests, null)));
  }

  /// What `AWS_ENDPOINT_URL_DYNAMODB` is set to.
  public URI endpoint() {
    return server.endpoint();
  }

  /// A new client of this server; the caller closes it.
  public DynamoDbClient client() {
    return LocalAws.configure(DynamoDbClient.builder(), endpoint()).build();
  }

  /// Creates the ledger's and the suppressions' table as template.yaml has them.
  public void createTables(String ledgerTable, String suppressionTable) {
    try (DynamoDbClient client = client()) {
      createTable(client, ledgerTable, "id");
      createTable(client, suppressionTable, "address", "scope");
    }
  }

  /// @param keys one that is hashed, and none or one that is ranged
  private static void createTable(DynamoDbClient client, String table, String... keys) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    List<KeySchemaElement> schema = new ArrayList<>();
    for (String key : keys) {
      KeyType type = schema.isEmpty() ? KeyType.HASH : KeyType.RANGE;
      schema.add(KeySchemaElement.builder().attributeName(key).keyType(type).build());
      attributes.add(
          AttributeDefinition.builder()
              .attributeName(key)
              .attributeType(ScalarAttributeType.S)
              .build());
    }
    client.createTable(
        create ->
            create
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes)
                .keySchema(schema));
    client.updateTimeToLive(
        update ->
            update
                .tableName(table)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(TTL_ATTRIBUTE)));
  }

  @Override
  public void close() {
    server.close();
    requests.shutdown();
  }
}
