package dev.postrider.suppression;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a store read of a set of keys. A key that is in neither map was read and holds nothing.
///
/// @param found the facts by key
/// @param unread why a key could not be read, by key
public record FactsRead(Map<SuppressionKey, Facts> found, Map<SuppressionKey, String> unread) {
  /// Of no keys.
  public static final FactsRead NOTHING = new FactsRead(Map.of(), Map.of());

  public FactsRead {
    found = Map.copyOf(found);
    unread = Map.copyOf(unread);
  }

  /// Readings of different keys as one.
  public static FactsRead merged(Collection<FactsRead> readings) {
    Map<SuppressionKey, Facts> found = new HashMap<>();
    Map<SuppressionKey, String> unread = new HashMap<>();
    for (FactsRead reading : readings) {
      found.putAll(reading.found);
      unread.putAll(reading.unread);
    }
    return new FactsRead(found, unread);
  }

  /// The answer for each recipient.
  public Map<Recipient, SuppressionVerdict> verdicts(
      Set<Recipient> recipients, SuppressionPolicy policy, Instant now) {
    return recipients.stream()
        .collect(Collectors.toMap(Function.identity(), one -> verdict(one, policy, now)));
  }

  /// The most severe suppression in the recipient's scopes, and of equals the widest; otherwise
  /// what could not be read; otherwise clear.
  private SuppressionVerdict verdict(Recipient recipient, SuppressionPolicy policy, Instant now) {
    return recipient.keys().stream()
        .flatMap(key -> suppressed(key, policy, now).stream())
        .min(Comparator.comparing(one -> one.suppression().reason()))
        .<SuppressionVerdict>map(most -> most)
        .or(() -> unreadable(recipient))
        .orElseGet(SuppressionVerdict.Clear::new);
  }

  private Optional<SuppressionVerdict.MustNotMail> suppressed(
      SuppressionKey key, SuppressionPolicy policy, Instant now) {
    return Optional.ofNullable(found.get(key))
        .flatMap(facts -> policy.effective(facts, now))
        .map(suppression -> new SuppressionVerdict.MustNotMail(suppression, key.scope()));
  }

  private Optional<SuppressionVerdict> unreadable(Recipient recipient) {
    return recipient.keys().stream()
        .map(unread::get)
        .filter(Objects::nonNull)
        .findFirst()
        .map(SuppressionVerdict.Unreadable::new);
  }
}
