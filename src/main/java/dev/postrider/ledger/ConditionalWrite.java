package dev.postrider.ledger;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// One write to a unit's entry, which takes effect only if its condition holds. [#applied] says
/// what it means; the DynamoDB adapter says the same as an update expression.
///
/// @param at when it was decided, or when the event happened that it records
public record ConditionalWrite(String key, Instant at, Condition condition, Change change) {

  /// The same change under another condition.
  ConditionalWrite under(Condition other) {
    return new ConditionalWrite(key, at, other, change);
  }

  /// The entry after the write.
  ///
  /// @param before empty when there was none
  public Entry applied(Optional<Entry> before) {
    Entry old = before.orElseGet(() -> Entry.of(key, State.PENDING));
    return switch (change) {
      case Change.TakeClaim claimed -> claimed(old, claimed.request(), claimed.resend());
      case Change.MoveTo move -> moved(old, move.state(), move.since());
      case Change.RecordAcceptance(String sesMessageId) ->
          sent(old, sesMessageId, old.recipients());
      case Change.RecordReport(String sesMessageId, List<UnitRecord.RecipientReport> reports) -> {
        Map<String, RecipientStatus> recipients = new HashMap<>(old.recipients());
        reports.forEach(one -> recipients.put(one.recipient(), one.status()));
        yield sent(old, sesMessageId, recipients);
      }
      case Change.RecordFurtherSend(String sesMessageId) -> sentAgain(old, sesMessageId);
    };
  }

  private Entry claimed(Entry old, ClaimRequest claim, boolean resend) {
    return new Entry(
        key,
        State.CLAIMED,
        claim.fingerprint(),
        claim.token(),
        claim.leaseUntil(),
        old.claims() + 1,
        old.resends() + (resend ? 1 : 0),
        old.sesMessageId(),
        Objects.requireNonNullElse(old.createdAt(), at),
        old.furtherSesMessageIds(),
        old.recipients());
  }

  private Entry moved(Entry old, State state, Optional<Instant> since) {
    return new Entry(
        key,
        state,
        old.fingerprint(),
        since.isPresent() ? old.token() : null,
        since.orElse(null),
        old.claims(),
        old.resends(),
        old.sesMessageId(),
        Objects.requireNonNullElse(old.createdAt(), at),
        old.furtherSesMessageIds(),
        old.recipients());
  }

  private Entry sent(Entry old, String sesMessageId, Map<String, RecipientStatus> recipients) {
    return new Entry(
        key,
        State.SENT,
        old.fingerprint(),
        null,
        null,
        old.claims(),
        old.resends(),
        Objects.requireNonNullElse(old.sesMessageId(), sesMessageId),
        old.createdAt(),
        old.furtherSesMessageIds(),
        recipients);
  }

  private Entry sentAgain(Entry old, String sesMessageId) {
    Set<String> further = new HashSet<>(old.furtherSesMessageIds());
    further.add(sesMessageId);
    return new Entry(
        key,
        old.state(),
        old.fingerprint(),
        old.token(),
        old.since(),
        old.claims(),
        old.resends(),
        old.sesMessageId(),
        old.createdAt(),
        further,
        old.recipients());
  }

  /// What the unit's history tells of the write; empty when it tells nothing, or a recipient's
  /// report does.
  public Optional<UnitRecord.HistoryStep> step() {
    return switch (change) {
      case Change.TakeClaim(ClaimRequest _, boolean resend) when resend ->
          step(State.CLAIMED, "RESEND");
      case Change.TakeClaim _ -> Optional.empty();
      case Change.MoveTo moved when moved.inHistory() -> step(moved.state(), moved.reason());
      case Change.MoveTo _ -> Optional.empty();
      case Change.RecordAcceptance _ -> step(State.SENT, "");
      case Change.RecordReport reported when reported.reports().isEmpty() ->
          step(State.SENT, "SEND_EVENT");
      case Change.RecordReport _ -> Optional.empty();
      case Change.RecordFurtherSend(String sesMessageId) ->
          step(State.SENT, "TWICE " + sesMessageId);
    };
  }

  private Optional<UnitRecord.HistoryStep> step(State state, String detail) {
    return Optional.of(new UnitRecord.HistoryStep(at, state, detail));
  }
}
