package dev.postrider.local;

import dev.postrider.local.http.SameOriginHandler;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
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
/// In a Jetty of its own: DynamoDB Local's runner listens on every address and reports telemetry.
/// Expired items are deleted at some time or never; readers filter by `ttl`.
public final class LocalDynamoDb implements AutoCloseable {
  /// The attribute that holds an item's end in epoch seconds, in both tables.
  public static final String TTL_ATTRIBUTE = "ttl";

  private static final int SQLITE_IN_MEMORY_PORT = 0;

  private final LocalDynamoDBRequestHandler requests;
  private final Server server;
  private final URI endpoint;

  private LocalDynamoDb(LocalDynamoDBRequestHandler requests, Server server, URI endpoint) {
    this.requests = requests;
    this.server = server;
    this.endpoint = endpoint;
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
    try {
      LocalDynamoDBRequestHandler requests =
          new LocalDynamoDBRequestHandler(SQLITE_IN_MEMORY_PORT, true, null, true, false);
      Server server = new Server(daemonThreads());
      ServerConnector connector =
          new ServerConnector(server, new HttpConnectionFactory(new HttpConfiguration()));
      connector.setHost(LocalAws.LOOPBACK);
      connector.setPort(port);
      server.addConnector(connector);
      server.setHandler(SameOriginHandler.of(new LocalDynamoDBServerHandler(requests, null)));
      server.start();
      return new LocalDynamoDb(requests, server, LocalAws.loopback(connector.getLocalPort()));
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local did not start on port " + port, e);
    }
  }

  private static QueuedThreadPool daemonThreads() {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setDaemon(true);
    threads.setName("dynamodb-local");
    return threads;
  }

  /// What `AWS_ENDPOINT_URL_DYNAMODB` is set to.
  public URI endpoint() {
    return endpoint;
  }

  /// A new client of this server; the caller closes it.
  public DynamoDbClient client() {
    return LocalAws.configure(DynamoDbClient.builder(), endpoint).build();
  }

  /// Creates the ledger's and the suppressions' table as template.yaml has them.
  public void createTables(String ledgerTable, String suppressionTable) {
    try (DynamoDbClient client = client()) {
      createTable(client, ledgerTable, "id");
      createTable(client, suppressionTable, "address", "scope");
    }
  }

  private static void createTable(DynamoDbClient client, String table, String... keys) {
    client.createTable(
        create ->
            create
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    Arrays.stream(keys).map(LocalDynamoDb::stringAttribute).toList())
                .keySchema(keySchema(List.of(keys))));
    client.updateTimeToLive(
        update ->
            update
                .tableName(table)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(TTL_ATTRIBUTE)));
  }

  private static AttributeDefinition stringAttribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static List<KeySchemaElement> keySchema(List<String> keys) {
    return keys.stream()
        .map(
            key ->
                KeySchemaElement.builder()
                    .attributeName(key)
                    .keyType(key.equals(keys.getFirst()) ? KeyType.HASH : KeyType.RANGE)
                    .build())
        .toList();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local did not stop", e);
    } finally {
      requests.shutdown();
    }
  }
}
