package dev.postrider.dispatch;

import dev.postrider.email.Address;
import dev.postrider.email.Email;
import dev.postrider.email.Lifetimes;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionVerdict;
import java.time.Duration;
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
/// @param misconfiguredFor how long mail waits for something that is set up wrongly
public record DispatchPolicy(
    Set<String> holdStreams,
    Set<String> bulkStreams,
    Lifetimes lifetimes,
    Duration misconfiguredFor) {
  public DispatchPolicy {
    holdStreams = Set.copyOf(holdStreams);
    bulkStreams = Set.copyOf(bulkStreams);
  }

  /// What to do when the unit's outcome stayed unknown. An expired message is never sent, so that
  /// it need not be held either.
  OnUnknown onUnknown(Delivery unit, Instant now) {
    if (unit.isExpired(now)) {
      return OnUnknown.END;
    }
    return holds(unit.email()) ? OnUnknown.HOLD : OnUnknown.RESEND;
  }

  /// Whether a unit that SES does not take for a wrong setup has waited for it long enough.
  boolean givesUp(Delivery unit, Instant now) {
    return unit.record()
        .misconfiguredSince()
        .filter(since -> !now.isBefore(since.plus(misconfiguredFor)))
        .isPresent();
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
  static Stream<Recipient> recipientsOf(Delivery unit) {
    return Stream.of(unit.unit().to(), unit.unit().cc(), unit.unit().bcc())
        .flatMap(List::stream)
        .map(address -> recipient(unit.email(), address));
  }

  /// The cause of the first suppression of the unit's that could not be read: never a silent yes.
  static Optional<String> unreadable(Delivery unit, Map<Recipient, SuppressionVerdict> verdicts) {
    return recipientsOf(unit)
        .flatMap(
            recipient ->
                switch (verdicts.get(recipient)) {
                  case null -> Stream.of("no answer");
                  case SuppressionVerdict.Unreadable unreadable -> Stream.of(unreadable.cause());
                  case SuppressionVerdict.Clear _, SuppressionVerdict.MustNotMail _ ->
                      Stream.empty();
                })
        .findFirst();
  }

  /// The unit with the recipients that may be mailed.
  static Delivery withoutSuppressed(
      Delivery delivery, Map<Recipient, SuppressionVerdict> verdicts) {
    Email.Unit unit = delivery.unit();
    return delivery.mailing(
        new Email.Unit(
            unit.emailId(),
            unit.entry(),
            clear(delivery.email(), unit.to(), verdicts),
            clear(delivery.email(), unit.cc(), verdicts),
            clear(delivery.email(), unit.bcc(), verdicts),
            unit.templateData(),
            unit.tags(),
            unit.headers()));
  }

  /// Whether nobody is left of those that the unit is meant for.
  static boolean mailsNobody(Delivery left) {
    return meant(left.unit(), left.mailed()).isEmpty();
  }

  /// Whom the mail is meant for: its `to`; those in `cc` and `bcc` when it has none. Copies of a
  /// mail do not go out without it.
  private static List<Address> meant(Email.Unit unit, Email.Unit mailed) {
    return unit.to().isEmpty()
        ? Stream.of(mailed.cc(), mailed.bcc()).flatMap(List::stream).toList()
        : mailed.to();
  }

  /// The most severe reason among the suppressions of those that a unit is meant for; empty when
  /// there is none.
  static String mostSevere(Delivery unit, Map<Recipient, SuppressionVerdict> verdicts) {
    return meant(unit.unit(), unit.unit()).stream()
        .map(address -> verdicts.get(recipient(unit.email(), address)))
        .flatMap(v -> v instanceof SuppressionVerdict.MustNotMail s ? Stream.of(s) : Stream.empty())
        .map(suppressed -> suppressed.suppression().reason())
        .sorted()
        .findFirst()
        .map(Enum::name)
        .orElse("");
  }

  private static List<Address> clear(
      Email email, List<Address> addresses, Map<Recipient, SuppressionVerdict> verdicts) {
    return addresses.stream()
        .filter(
            address -> verdicts.get(recipient(email, address)) instanceof SuppressionVerdict.Clear)
        .toList();
  }

  private static Recipient recipient(Email email, Address address) {
    return new Recipient(address.key(), email.stream(), email.tenant());
  }
}
