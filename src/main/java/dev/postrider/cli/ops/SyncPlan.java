package dev.postrider.cli.ops;

import dev.postrider.email.Address;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Suppression;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What makes SES's account list and the suppressions of scope `*` agree on bounces and complaints.
/// Pure. SES's list does not hold entries of operators, nor unsubscriptions.
///
/// @param learn what SES knows and the table does not, by address
/// @param tell what the table knows and SES does not
/// @param takeBack entries of SES's list that were removed here, or taken back by the recipient,
///     after SES listed them; in the case that SES stores them in
record SyncPlan(List<NewFact> learn, List<NewSesEntry> tell, List<String> takeBack) {
  private static final Set<SuppressionReason> OF_SES =
      Set.of(SuppressionReason.COMPLAINT, SuppressionReason.HARD_BOUNCE);

  SyncPlan {
    learn = List.copyOf(learn);
    tell = List.copyOf(tell);
    takeBack = List.copyOf(takeBack);
  }

  /// An entry of SES's list.
  ///
  /// @param address as SES stores it
  record ListedAddress(String address, boolean complaint, Instant since) {}

  /// A fact for the table.
  record NewFact(String key, SuppressionFact fact) {}

  /// An entry for SES's list.
  record NewSesEntry(String key, boolean complaint) {}

  boolean isEmpty() {
    return learn.isEmpty() && tell.isEmpty() && takeBack.isEmpty();
  }

  /// @param ours facts of scope `*` by address
  static SyncPlan of(
      List<ListedAddress> listed, Map<String, Facts> ours, SuppressionPolicy policy, Instant now) {
    List<NewFact> learn = new ArrayList<>();
    List<String> takeBack = new ArrayList<>();
    Set<String> atSes = new HashSet<>();
    for (ListedAddress entry : listed) {
      String key = Address.keyOf(entry.address());
      atSes.add(key);
      Facts facts = ours.getOrDefault(key, Facts.NONE);
      if (reasonForSes(facts, policy, now).isPresent()) {
        continue;
      }
      if (wasTakenBack(entry, facts)) {
        takeBack.add(entry.address());
      } else {
        learn.add(
            new NewFact(
                key,
                new SuppressionFact.Marked(
                    entry.complaint() ? Mark.COMPLAINT : Mark.HARD_BOUNCE, entry.since())));
      }
    }
    List<NewSesEntry> tell = new ArrayList<>();
    ours.forEach(
        (key, facts) ->
            reasonForSes(facts, policy, now)
                .filter(reason -> !atSes.contains(key))
                .ifPresent(
                    reason ->
                        tell.add(new NewSesEntry(key, reason == SuppressionReason.COMPLAINT))));
    return new SyncPlan(learn, tell, takeBack);
  }

  private static Optional<SuppressionReason> reasonForSes(
      Facts facts, SuppressionPolicy policy, Instant now) {
    return policy.effective(facts, now).map(Suppression::reason).filter(OF_SES::contains);
  }

  private static boolean wasTakenBack(ListedAddress entry, Facts facts) {
    boolean removed =
        Stream.of(Mark.REMOVED, Mark.REMOVED_BY_CLOCK)
            .flatMap(mark -> facts.at(mark).stream())
            .anyMatch(at -> !entry.since().isAfter(at));
    boolean lifted =
        entry.complaint()
            && facts.at(Mark.COMPLAINT_LIFTED).filter(at -> entry.since().isBefore(at)).isPresent();
    return removed || lifted;
  }
}
