package dev.postrider.cli.bench;

import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.DynamoSuppressions;
import dev.postrider.aws.ThreadPause;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.cli.bench.GrowthResult.AtSize;
import dev.postrider.local.LocalLogging;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/// What grows with the tables. DynamoDB Local in this process, without HTTP: a million items are
/// written in minutes.
final class StoreGrowth {
  private static final String SUPPRESSIONS = "Suppressions";
  private static final String LEDGER = "Ledger";
  private static final int WRITTEN_AT_ONCE = 25;
  private static final int LOOKED_UP = 50;
  private static final int LOOKS = 40;

  private final BenchScale scale;
  private final Clock clock = Clock.systemUTC();
  private final List<AtSize> figures = new ArrayList<>();

  StoreGrowth(BenchScale scale) {
    this.scale = scale;
  }

  List<AtSize> run() {
    LocalLogging.quiet();
    AmazonDynamoDBLocal local = DynamoDBEmbedded.create();
    try {
      DynamoDbClient client = local.dynamoDbClient();
      createTable(client, SUPPRESSIONS, "address", "scope");
      createTable(client, LEDGER, "id");
      suppressions(client);
      tenants(client);
      return figures;
    } finally {
      local.shutdownNow();
    }
  }

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
    var _ =
        client.createTable(
            create ->
                create
                    .tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attributes)
                    .keySchema(schema));
  }

  /// Half of those that are looked up are suppressed.
  private void suppressions(DynamoDbClient client) {
    DynamoSuppressions suppressions =
        new DynamoSuppressions(
            client,
            SUPPRESSIONS,
            SuppressionPolicy.DEFAULT,
            new VirtualFanout(LOOKED_UP),
            new ThreadPause(clock),
            new Random(1),
            clock);
    int written = 0;
    for (int size : GrowthBench.sizes(scale.of(1_000, 10_000))) {
      scale.tell("growth: %,d suppressions".formatted(size));
      for (; written < size; written += WRITTEN_AT_ONCE) {
        write(client, written);
      }
      Random random = new Random(size);
      figures.add(
          new AtSize(
              "suppressions",
              size,
              "ms a look-up of 50 recipients",
              median(
                  () -> {
                    var _ =
                        suppressions.lookup(
                            IntStream.range(0, LOOKED_UP)
                                .mapToObj(_ -> address(random.nextInt(2 * size)))
                                .map(address -> new Recipient(address, "news", null))
                                .collect(Collectors.toSet()),
                            Duration.ofSeconds(10));
                  })));
    }
  }

  private void write(DynamoDbClient client, int from) {
    List<WriteRequest> puts =
        IntStream.range(from, from + WRITTEN_AT_ONCE)
            .mapToObj(
                n ->
                    Map.of(
                        "address", AttributeValue.fromS(address(n)),
                        "scope", AttributeValue.fromS("*"),
                        "hardBounceAt", AttributeValue.fromN(Long.toString(clock.millis()))))
            .map(
                item ->
                    WriteRequest.builder()
                        .putRequest(PutRequest.builder().item(item).build())
                        .build())
            .toList();
    var _ = client.batchWriteItem(batch -> batch.requestItems(Map.of(SUPPRESSIONS, puts)));
  }

  private static String address(int n) {
    return "reader-" + n + "@example.com";
  }

  /// Tenants that SES paused, which every reservation of the pace brings along.
  private void tenants(DynamoDbClient client) {
    DynamoPacer pacer = new DynamoPacer(client, LEDGER, clock);
    int paused = 0;
    for (int size : GrowthBench.sizes(1)) {
      scale.tell("growth: %d paused tenants".formatted(size));
      for (; paused < size; paused++) {
        pacer.pauseTenant("tenant-" + paused, clock.instant());
      }
      figures.add(
          new AtSize(
              "paused tenants",
              size,
              "ms a reservation of the pace",
              median(
                  () -> {
                    var _ = pacer.reserve(1, 1, clock.instant(), Duration.ofHours(1));
                  })));
      figures.add(new AtSize("paused tenants", size, "KB of the pace's item", kilobytes(client)));
    }
  }

  private static double kilobytes(DynamoDbClient client) {
    return client
            .getItem(
                get -> get.tableName(LEDGER).key(Map.of("id", AttributeValue.fromS("~pace"))))
            .item()
            .toString()
            .length()
        / 1_024.0;
  }

  private static double median(Runnable work) {
    List<Double> millis = new ArrayList<>();
    for (int n = 0; n < 2 * LOOKS; n++) {
      long start = System.nanoTime();
      work.run();
      millis.add(Millis.ofNanos(System.nanoTime() - start));
    }
    return Millis.median(millis.subList(LOOKS, 2 * LOOKS));
  }
}
