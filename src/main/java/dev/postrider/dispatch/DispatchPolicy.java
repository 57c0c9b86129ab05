package dev.postrider.dispatch;

import dev.postrider.email.Address;
import dev.postrider.email.Email;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The rules of what is sent. Pure.
///
/// @param holdStreams streams whose mail is held, not resent, when its outcome stays unknown
/// @param bulkStreams streams whose mail is sent from the bulk queue
/// @param lifetimes how long a message may live
public record DispatchPolicy(
    Set<String> holdStreams, Set<String> bulkStreams, Lifetimes lifetimes) {
  public DispatchPolicy {
    holdStreams = Set.copyOf(holdStreams);
    bulkStreams = Set.copyOf(bulkStreams);
  }

  /// What to do with a claimed unit.
  sealed interface Decision {

    /// Send it.
    ///
    /// @param unit with the recipients that are left
    /// @param dropped how many recipients were left out
    record Send(Email.Unit unit, int dropped) implements Decision {}

    /// Nobody in `to` may be mailed.
    ///
    /// @param reason the most severe reason among them
    record Suppress(String reason) implements Decision {}

    /// Its `expiresAt` has passed.
    record Expire() implements Decision {}

    /// Whether it may be sent could not be read: never a silent yes.
    record AskAgain(String cause) implements Decision {}
  }

  /// What to do when the unit's outcome stayed unknown. An expired message is never sent, so that
  /// it need not be held either.
  OnUnknown onUnknown(Email email, Instant now) {
    if (isExpired(email, now)) {
      return OnUnknown.END;
    }
    return holds(email) ? OnUnknown.HOLD : OnUnknown.RESEND;
  }

  /// Whether the message waits for an operator when its outcome stays unknown.
  boolean holds(Email email) {
    return holdStreams.contains(email.stream());
  }

  /// The lane that the message belongs to.
  Batch.Lane laneOf(Email email) {
    return bulkStreams.contains(email.stream()) ? Batch.Lane.BULK : Batch.Lane.MAIL;
  }

  /// The recipients whose suppressions matter for a unit.
  static Stream<Recipient> recipientsOf(Email email, Email.Unit unit) {
    return Stream.of(unit.to(), unit.cc(), unit.bcc())
        .flatMap(List::stream)
        .map(address -> recipient(email, address));
  }

  /// @param verdicts an answer for each of [#recipientsOf]
  static Decision decide(
      Email email, Email.Unit unit, Map<Recipient, SuppressionVerdict> verdicts, Instant now) {
    if (isExpired(email, now)) {
      return new Decision.Expire();
    }
    Optional<String> unreadable =
        recipientsOf(email, unit).flatMap(r -> unreadable(verdicts, r)).findFirst();
    if (unreadable.isPresent()) {
      return new Decision.AskAgain(unreadable.get());
    }
    Email.Unit left =
        new Email.Unit(
            unit.emailId(),
            unit.entry(),
            clear(email, unit.to(), verdicts),
            clear(email, unit.cc(), verdicts),
            clear(email, unit.bcc(), verdicts),
            unit.templateData(),
            unit.tags(),
            unit.headers());
    return left.to().isEmpty()
        ? new Decision.Suppress(mostSevere(email, unit, verdicts))
        : new Decision.Send(left, unit.recipientCount() - left.recipientCount());
  }

  static boolean isExpired(Email email, Instant now) {
    return email.expiresAt() != null && !now.isBefore(email.expiresAt());
  }

  private static List<Address> clear(
      Email email, List<Address> addresses, Map<Recipient, SuppressionVerdict> verdicts) {
    return addresses.stream()
        .filter(
            address -> verdicts.get(recipient(email, address)) instanceof SuppressionVerdict.Clear)
        .toList();
  }

  private static Stream<String> unreadable(
      Map<Recipient, SuppressionVerdict> verdicts, Recipient recipient) {
    return switch (verdicts.get(recipient)) {
      case null -> Stream.of("no answer");
      case SuppressionVerdict.Unreadable unreadable -> Stream.of(unreadable.cause());
      case SuppressionVerdict.Clear _ -> Stream.empty();
      case SuppressionVerdict.MustNotMail _ -> Stream.empty();
    };
  }

  private static String mostSevere(
      Email email, Email.Unit unit, Map<Recipient, SuppressionVerdict> verdicts) {
    return unit.to().stream()
        .map(address -> verdicts.get(recipient(email, address)))
        .flatMap(v -> v instanceof SuppressionVerdict.MustNotMail s ? Stream.of(s) : Stream.empty())
        .map(suppressed -> suppressed.suppression().reason())
        .sorted()
        .findFirst()
        .map(Enum::name)
        .orElse("");
  }

  private static Recipient recipient(Email email, Address address) {
    return new Recipient(address.key(), email.stream(), email.tenant());
  }
}
