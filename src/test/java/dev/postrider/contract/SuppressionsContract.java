package dev.postrider.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.Suppression;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionReason;
import dev.postrider.suppression.SuppressionStore;
import dev.postrider.suppression.SuppressionStore.Page;
import dev.postrider.suppression.SuppressionStore.StoredFacts;
import dev.postrider.suppression.SuppressionVerdict;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every suppression table does. The store under test is empty at first, and its clock stands
/// at [#NOW].
public abstract class SuppressionsContract {
  // Far from today: DynamoDB Local deletes what has expired by the real clock.
  protected static final Instant NOW = Instant.parse("2126-11-24T12:00:00Z");
  protected static final SuppressionPolicy POLICY = SuppressionPolicy.DEFAULT;
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final String ANN = "ann@example.com";

  protected abstract Suppressions suppressions();

  protected abstract SuppressionStore store();

  @Test
  void anAddressThatIsNotKnownIsClear() {
    assertThat(verdict(ANN, "transactional", null)).isEqualTo(new SuppressionVerdict.Clear());
  }

  @Test
  void noRecipientsNeedNoAnswer() {
    assertThat(suppressions().lookup(Set.of(), BUDGET)).isEmpty();
  }

  @Test
  void aHardBounceSuppressesEveryStreamAndTenant() {
    add(ANN, Scope.EVERYWHERE, new Marked(Mark.HARD_BOUNCE, NOW.minusSeconds(60)));

    SuppressionVerdict expected =
        new SuppressionVerdict.MustNotMail(
            new Suppression(SuppressionReason.HARD_BOUNCE, NOW.minusSeconds(60), null),
            Scope.EVERYWHERE);
    assertThat(verdict(ANN, "transactional", null)).isEqualTo(expected);
    assertThat(verdict(ANN, "marketing", "acme")).isEqualTo(expected);
    assertThat(verdict("bob@example.com", "marketing", "acme"))
        .isEqualTo(new SuppressionVerdict.Clear());
  }

  @Test
  void oneLookupAnswersTheSameAddressByStreamAndByTenant() {
    add(ANN, Scope.stream("marketing"), new Marked(Mark.UNSUBSCRIBED, NOW));
    add(ANN, Scope.tenant("acme"), new Marked(Mark.HARD_BOUNCE, NOW));
    Recipient transactional = new Recipient(ANN, "transactional", null);
    Recipient marketing = new Recipient(ANN, "marketing", null);
    Recipient acme = new Recipient(ANN, "marketing", "acme");

    assertThat(suppressions().lookup(Set.of(transactional, marketing, acme), BUDGET))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                transactional,
                new SuppressionVerdict.Clear(),
                marketing,
                new SuppressionVerdict.MustNotMail(
                    new Suppression(SuppressionReason.UNSUBSCRIBED, NOW, null),
                    Scope.stream("marketing")),
                acme,
                new SuppressionVerdict.MustNotMail(
                    new Suppression(SuppressionReason.HARD_BOUNCE, NOW, null),
                    Scope.tenant("acme"))));
  }

  @Test
  void aLookupOfManyRecipientsAnswersEachOfThem() {
    Set<Recipient> recipients = new HashSet<>();
    IntStream.range(0, 130)
        .mapToObj(n -> new Recipient("user" + n + "@example.com", "marketing", "acme"))
        .forEach(recipients::add);
    add("user7@example.com", Scope.EVERYWHERE, new Marked(Mark.COMPLAINT, NOW));
    add("user129@example.com", Scope.tenant("acme"), new Marked(Mark.COMPLAINT, NOW));

    Map<Recipient, SuppressionVerdict> verdicts = suppressions().lookup(recipients, BUDGET);

    assertThat(verdicts.keySet()).isEqualTo(recipients);
    assertThat(verdicts.entrySet())
        .filteredOn(one -> !one.getValue().equals(new SuppressionVerdict.Clear()))
        .extracting(one -> one.getKey().address())
        .containsExactlyInAnyOrder("user7@example.com", "user129@example.com");
  }

  @Test
  void everyKindOfFactIsReadAsItWasAdded() {
    List<SuppressionFact> facts = everyKindOfFact();
    facts.forEach(fact -> add(ANN, Scope.EVERYWHERE, fact));

    assertThat(store().get(ANN)).isEqualTo(Map.of(Scope.EVERYWHERE, joined(facts)));
  }

  @Test
  void anAddressIsShownWithAllItsScopesAndNoOtherAddress() {
    add(ANN, Scope.EVERYWHERE, new SoftBounce(NOW, "f1"));
    add(ANN, Scope.stream("news"), new Marked(Mark.UNSUBSCRIBED, NOW));
    add("ann@example.org", Scope.EVERYWHERE, new Marked(Mark.HARD_BOUNCE, NOW));

    assertThat(store().get(ANN))
        .isEqualTo(
            Map.of(
                Scope.EVERYWHERE,
                joined(List.of(new SoftBounce(NOW, "f1"))),
                Scope.stream("news"),
                joined(List.of(new Marked(Mark.UNSUBSCRIBED, NOW)))));
    assertThat(store().get("nobody@example.com")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void orderAndRepetitionOfFactsDoNotMatter(long seed) {
    Random random = new Random(seed);
    List<SuppressionFact> once = manyFacts(random);
    List<SuppressionFact> added = new ArrayList<>(once);
    once.stream().filter(fact -> random.nextInt(3) == 0).forEach(added::add);
    Collections.shuffle(added, random);

    added.forEach(fact -> add(ANN, Scope.EVERYWHERE, fact));

    assertThat(store().get(ANN)).isEqualTo(Map.of(Scope.EVERYWHERE, joined(once)));
  }

  @Test
  void factsAddedAtTheSameTimeAreAllKept() {
    List<SuppressionFact> facts = manyFacts(new Random(6));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      facts.forEach(fact -> threads.execute(() -> add(ANN, Scope.EVERYWHERE, fact)));
    }

    assertThat(store().get(ANN)).isEqualTo(Map.of(Scope.EVERYWHERE, joined(facts)));
  }

  @Test
  void softBouncesSuppressFromTheThirdOnAndOnlyForAWhile() {
    add(ANN, Scope.EVERYWHERE, new SoftBounce(NOW.minusSeconds(300), "f1"));
    add(ANN, Scope.EVERYWHERE, new SoftBounce(NOW.minusSeconds(200), "f2"));
    add(ANN, Scope.EVERYWHERE, new SoftBounce(NOW.minusSeconds(200), "f2"));
    assertThat(verdict(ANN, "transactional", null)).isEqualTo(new SuppressionVerdict.Clear());

    add(ANN, Scope.EVERYWHERE, new SoftBounce(NOW.minusSeconds(100), "f3"));

    Instant third = NOW.minusSeconds(100);
    assertThat(verdict(ANN, "transactional", null))
        .isEqualTo(
            new SuppressionVerdict.MustNotMail(
                new Suppression(
                    SuppressionReason.SOFT_BOUNCES, third, third.plus(Duration.ofDays(14))),
                Scope.EVERYWHERE));
  }

  @Test
  void softBouncesOfLongAgoDoNotSuppressWhetherTheItemIsStillThereOrNot() {
    Instant longAgo = NOW.minus(Duration.ofDays(40));
    List.of("f1", "f2", "f3")
        .forEach(id -> add(ANN, Scope.EVERYWHERE, new SoftBounce(longAgo, id)));

    assertThat(verdict(ANN, "transactional", null)).isEqualTo(new SuppressionVerdict.Clear());
  }

  @Test
  void aLaterEntryOfAnOperatorReplacesTheEarlierOneWhole() {
    add(ANN, Scope.EVERYWHERE, new Manual(NOW.minusSeconds(2), NOW.plusSeconds(9), "one"));
    add(ANN, Scope.EVERYWHERE, new Manual(NOW.minusSeconds(1), null, null));
    add(ANN, Scope.EVERYWHERE, new Manual(NOW.minusSeconds(3), NOW, "late"));

    assertThat(store().get(ANN))
        .isEqualTo(
            Map.of(Scope.EVERYWHERE, joined(List.of(new Manual(NOW.minusSeconds(1), null, null)))));
  }

  @Test
  void pagesListEveryItemOnce() {
    Set<SuppressionKey> keys = new HashSet<>();
    for (int n = 0; n < 7; n++) {
      SuppressionKey key = new SuppressionKey("user" + n + "@example.com", Scope.EVERYWHERE);
      keys.add(key);
      store().add(key, new Marked(Mark.HARD_BOUNCE, NOW));
    }

    List<StoredFacts> listed = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      Page page = store().list(next, 3);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(3);
      listed.addAll(page.entries());
      next = page.next();
    } while (next.isPresent());

    assertThat(listed)
        .extracting(StoredFacts::key)
        .hasSize(7)
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(listed)
        .extracting(StoredFacts::facts)
        .containsOnly(joined(List.of(new Marked(Mark.HARD_BOUNCE, NOW))));
  }

  private void add(String address, Scope scope, SuppressionFact fact) {
    store().add(new SuppressionKey(address, scope), fact);
  }

  private SuppressionVerdict verdict(String address, String stream, @Nullable String tenant) {
    Recipient recipient = new Recipient(address, stream, tenant);
    return Objects.requireNonNull(
        suppressions().lookup(Set.of(recipient), BUDGET).get(recipient), "no answer");
  }

  private static List<SuppressionFact> everyKindOfFact() {
    List<SuppressionFact> facts = new ArrayList<>();
    for (Mark mark : Mark.values()) {
      facts.add(new Marked(mark, NOW.plusMillis(facts.size())));
    }
    facts.add(new Manual(NOW, NOW.plusSeconds(60), "asked by phone"));
    facts.add(new SoftBounce(NOW, "0102-a|b"));
    facts.add(new SoftBounce(NOW, "0102-a|b", true));
    return facts;
  }

  /// Marks and more soft bounces than are kept, at random times.
  private static List<SuppressionFact> manyFacts(Random random) {
    List<SuppressionFact> facts = new ArrayList<>();
    for (int n = 0; n < 25; n++) {
      Instant at = NOW.minusSeconds(random.nextInt(5_000_000)).plusMillis(random.nextInt(1000));
      Mark[] marks = Mark.values();
      facts.add(new SoftBounce(at, "f" + n, n % 3 == 0));
      facts.add(new Marked(marks[random.nextInt(marks.length)], at));
    }
    return facts;
  }

  private static Facts joined(List<SuppressionFact> facts) {
    Facts all = Facts.NONE;
    for (SuppressionFact fact : facts) {
      all = all.with(fact, POLICY);
    }
    return all;
  }
}
