package dev.postrider.aws;

import dev.postrider.local.LocalDynamoDb;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// An embedded DynamoDB with the tables `ledger` and `suppressions`, and a client to it.
record LocalTables(LocalDynamoDb server, DynamoDbClient client) implements AutoCloseable {

  static LocalTables start() {
    LocalDynamoDb server = LocalDynamoDb.start();
    server.createTables("ledger", "suppressions");
    return new LocalTables(server, server.client());
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
