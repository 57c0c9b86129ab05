package dev.postrider.cli.bench;

import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.DynamoSuppressions;
import dev.postrider.aws.ThreadPause;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.cli.bench.GrowthResult.AtSize;
import dev.postrider.local.LocalDynamoDb;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// What grows with the tables. DynamoDB Local runs in this process, so that a million items are
/// written in minutes. Not by DynamoDB Local's own embedded client, which reports telemetry.
final class StoreGrowth {
  private static final String SUPPRESSIONS = "Suppressions";
  private static final String LEDGER = "Ledger";
  private static final int WRITTEN_AT_ONCE = 25;
  private static final int WRITERS = 8;
  private static final int LOOKED_UP = 50;
  private static final int LOOKS = 40;

  private final BenchScale scale;
  private final Clock clock = Clock.systemUTC();
  private final List<AtSize> figures = new ArrayList<>();

  StoreGrowth(BenchScale scale) {
    this.scale = scale;
  }

  List<AtSize> run() {
    try (LocalDynamoDb local = LocalDynamoDb.start();
        DynamoDbClient client = local.client()) {
      local.createTables(LEDGER, SUPPRESSIONS);
      suppressions(client);
      tenants(client);
      return figures;
    }
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
    VirtualFanout writers = new VirtualFanout(WRITERS);
    int written = 0;
    for (int size : GrowthBench.sizes(scale.of(1_000, 10_000))) {
      scale.tell("growth: %,d suppressions".formatted(size));
      var _ =
          writers.each(
              IntStream.iterate(written, n -> n < size, n -> n + WRITTEN_AT_ONCE).boxed().toList(),
              from -> write(client, from));
      written = size;
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

  private int write(DynamoDbClient client, int from) {
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
    return client
        .batchWriteItem(batch -> batch.requestItems(Map.of(SUPPRESSIONS, puts)))
        .unprocessedItems()
        .size();
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
            .getItem(get -> get.tableName(LEDGER).key(Map.of("id", AttributeValue.fromS("~pace"))))
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
      millis.add(Millis.ofNanos((double) (System.nanoTime() - start)));
    }
    return Millis.median(millis.subList(LOOKS, 2 * LOOKS));
  }
}
