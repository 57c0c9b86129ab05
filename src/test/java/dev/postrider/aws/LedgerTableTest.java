package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.Change;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.Condition;
import dev.postrider.ledger.ConditionalWrite;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ProtocolStep.Write;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord.RecipientReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The expressions of `LedgerUpdate` mean what `Condition` and `ConditionalWrite` say.
final class LedgerTableTest {
  private static final int WRITES = 60;
  private static final List<RecipientStatus> STATUSES = List.of(RecipientStatus.values());

  // Far from today: DynamoDB Local deletes what has expired by the real clock.
  private static final Instant START = Instant.parse("2126-11-24T00:00:00Z");
  @AutoClose private static final LocalTables TABLES = LocalTables.start();

  private final List<Optional<Entry>> versions = new ArrayList<>(List.of(Optional.empty()));

  private record Outcome(boolean written, Optional<Entry> met) {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 15);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aWriteDoesInDynamoDbWhatItDoesInMemory(long seed) {
    Random random = new Random(seed);
    LedgerTable table = new LedgerTable(TABLES.client(), "ledger", Duration.ofDays(30));
    for (int i = 0; i < WRITES; i++) {
      Optional<Entry> before = versions.getLast();
      ConditionalWrite write = write("unit-" + seed, START.plusSeconds(i), random);
      boolean holds = write.condition().holds(before);
      if (holds) {
        versions.add(Optional.of(write.applied(before)));
      }

      Outcome outcome =
          table.finish(
              new Write<>(
                  write,
                  met -> new Concluded<>(new Outcome(true, met)),
                  met -> new Concluded<>(new Outcome(false, met))),
              CallsUntil.UNBOUNDED);

      assertThat(outcome).as(write.toString()).isEqualTo(new Outcome(holds, before));
      assertThat(table.read(write.key())).as(write.toString()).isEqualTo(versions.getLast());
    }
  }

  /// One of the writes that the protocols make. SES accepts late, so that much happens before.
  private ConditionalWrite write(String key, Instant at, Random random) {
    int kind = random.nextInt(versions.size() < 12 ? 4 : 7);
    String fingerprint = random.nextInt(4) > 0 ? "fp" : "other";
    String token = "t" + random.nextInt(3);
    String ses = "ses-" + random.nextInt(3);
    Optional<Entry> read = versions.get(Math.max(0, versions.size() - 1 - random.nextInt(3)));
    Change claim =
        new Change.TakeClaim(
            new ClaimRequest(
                key, fingerprint, "marketing", token, at, at.plusSeconds(70), OnUnknown.RESEND),
            random.nextBoolean());
    Condition condition =
        switch (kind) {
          case 0 -> new Condition.Claimable(fingerprint);
          case 1, 3 -> new Condition.Unchanged(read);
          case 2 -> new Condition.ClaimedBy(token);
          case 4 -> new Condition.NotAccepted();
          case 5 ->
              new Condition.Unreported(at.minusSeconds(random.nextInt(60)), reports(at, random));
          default -> new Condition.SentUnderOtherId(ses);
        };
    Change change =
        switch (condition) {
          case Condition.Claimable _ -> claim;
          case Condition.Unchanged _ when kind == 1 -> claim;
          case Condition.Unchanged _ -> move(State.CANCELLED, State.PENDING, at, random);
          case Condition.ClaimedBy _ -> move(State.UNKNOWN, State.PENDING, at, random);
          case Condition.NotAccepted _ -> new Change.RecordAcceptance(ses);
          case Condition.Unreported(Instant _, List<RecipientReport> reports) ->
              new Change.RecordReport(ses, reports);
          case Condition.SentUnderOtherId _ -> new Change.RecordFurtherSend(ses);
        };
    return new ConditionalWrite(key, at, condition, change);
  }

  private static Change move(State one, State other, Instant at, Random random) {
    State state = random.nextBoolean() ? one : other;
    Optional<Instant> since = state == State.UNKNOWN ? Optional.of(at) : Optional.empty();
    return new Change.MoveTo(state, "REASON", since, random.nextBoolean());
  }

  /// Of none, one or both of two recipients.
  private static List<RecipientReport> reports(Instant at, Random random) {
    return Stream.of("hash-0", "hash-1")
        .filter(_ -> random.nextInt(3) > 0)
        .map(one -> new RecipientReport(one, STATUSES.get(random.nextInt(STATUSES.size())), at))
        .toList();
  }
}
