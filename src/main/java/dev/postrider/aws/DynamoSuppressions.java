package dev.postrider.aws;

import dev.postrider.calls.Chunks;
import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.FactsRead;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionVerdict;
import dev.postrider.suppression.Suppressions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Reads suppressions with strongly consistent BatchGetItem calls of up to 100 keys, at most
/// [#AT_ONCE] at the same time. Throttles, faults and keys that DynamoDB left out are asked again
/// with jitter until the budget is over.
public final class DynamoSuppressions implements Suppressions {
  /// DynamoDB's limit.
  static final int KEYS_PER_CALL = 100;

  static final int AT_ONCE = 16;

  private static final long FIRST_WAIT_MILLIS = 25;
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final SuppressionPolicy policy;
  private final Fanout fanout;
  private final Pause pause;
  private final RandomGenerator random;
  private final Clock clock;

  public DynamoSuppressions(
      DynamoDbClient dynamoDb,
      String table,
      SuppressionPolicy policy,
      Fanout fanout,
      Pause pause,
      RandomGenerator random,
      Clock clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.policy = policy;
    this.fanout = fanout;
    this.pause = pause;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public Map<Recipient, SuppressionVerdict> lookup(Set<Recipient> recipients, Duration budget) {
    Instant deadline = clock.instant().plus(budget);
    List<SuppressionKey> keys =
        recipients.stream().flatMap(one -> one.keys().stream()).distinct().toList();
    List<List<SuppressionKey>> chunks = Chunks.of(keys, KEYS_PER_CALL);
    List<Integer> firsts = IntStream.range(0, Math.min(AT_ONCE, chunks.size())).boxed().toList();
    return FactsRead.merged(fanout.each(firsts, first -> readEvery(chunks, first, deadline)))
        .verdicts(recipients, policy, clock.instant());
  }

  /// Reads each [#AT_ONCE]th chunk from the first on, one after the other.
  private FactsRead readEvery(List<List<SuppressionKey>> chunks, int first, Instant deadline) {
    return FactsRead.merged(
        IntStream.iterate(first, n -> n < chunks.size(), n -> n + AT_ONCE)
            .mapToObj(n -> readChunk(chunks.get(n), deadline))
            .toList());
  }

  private FactsRead readChunk(List<SuppressionKey> chunk, Instant deadline) {
    Map<SuppressionKey, Facts> found = new HashMap<>();
    Map<SuppressionKey, String> unread = new HashMap<>();
    List<SuppressionKey> pending = chunk;
    for (int attempt = 0; !pending.isEmpty(); attempt++) {
      BatchRead answer = ask(pending, deadline);
      found.putAll(answer.reading().found());
      unread.putAll(answer.reading().unread());
      pending = answer.pending();
      if (!pending.isEmpty() && !(answer.mayPass() && waited(attempt, deadline))) {
        pending.forEach(key -> unread.put(key, answer.cause()));
        pending = List.of();
      }
    }
    return new FactsRead(found, unread);
  }

  /// What one call came to.
  ///
  /// @param pending the keys that it did not answer, because of `cause`
  /// @param mayPass whether asking again may help
  private record BatchRead(
      FactsRead reading, List<SuppressionKey> pending, String cause, boolean mayPass) {}

  private BatchRead ask(List<SuppressionKey> keys, Instant deadline) {
    Duration left = Duration.between(clock.instant(), deadline);
    if (left.compareTo(CallsUntil.SHORTEST) < 0) {
      return new BatchRead(FactsRead.NOTHING, keys, "no time left", false);
    }
    try {
      return answer(batchGet(keys, left));
    } catch (RuntimeException e) {
      return new BatchRead(FactsRead.NOTHING, keys, SdkErrors.code(e), SdkErrors.mayPass(e));
    }
  }

  private BatchGetItemResponse batchGet(List<SuppressionKey> keys, Duration left) {
    KeysAndAttributes request =
        KeysAndAttributes.builder()
            .consistentRead(true)
            .keys(keys.stream().map(SuppressionItems::key).toList())
            .build();
    return dynamoDb.batchGetItem(
        get ->
            get.requestItems(Map.of(table, request))
                .overrideConfiguration(override -> override.apiCallTimeout(left)));
  }

  private BatchRead answer(BatchGetItemResponse response) {
    Map<SuppressionKey, Facts> found = new HashMap<>();
    Map<SuppressionKey, String> unread = new HashMap<>();
    for (Map<String, AttributeValue> item : response.responses().getOrDefault(table, List.of())) {
      SuppressionKey key = SuppressionItems.key(item);
      try {
        found.put(key, SuppressionItems.facts(item));
      } catch (RuntimeException e) {
        unread.put(key, "malformed item");
      }
    }
    List<SuppressionKey> unprocessed =
        response.unprocessedKeys().values().stream()
            .flatMap(left -> left.keys().stream())
            .map(SuppressionItems::key)
            .toList();
    return new BatchRead(new FactsRead(found, unread), unprocessed, "UnprocessedKeys", true);
  }

  /// Whether there was time for another try, which was waited for.
  private boolean waited(int attempt, Instant deadline) {
    long longest = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(attempt, 10));
    Instant next = clock.instant().plusMillis(1 + random.nextLong(longest));
    if (!next.isBefore(deadline)) {
      return false;
    }
    pause.until(next);
    return true;
  }
}
