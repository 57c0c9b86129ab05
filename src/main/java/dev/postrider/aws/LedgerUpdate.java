package dev.postrider.aws;

import static dev.postrider.aws.ItemAttributes.millis;
import static dev.postrider.aws.ItemAttributes.number;
import static dev.postrider.aws.UpdateExpression.all;
import static dev.postrider.aws.UpdateExpression.any;

import dev.postrider.ledger.Change;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Condition;
import dev.postrider.ledger.ConditionalWrite;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Says a [ConditionalWrite] in DynamoDB's words.
final class LedgerUpdate {
  private final ConditionalWrite write;
  private final Duration keep;
  private final UpdateExpression update = new UpdateExpression();

  /// @param keep how long an item is kept after its last claim; a cancelled one twice as long
  LedgerUpdate(ConditionalWrite write, Duration keep) {
    this.write = write;
    this.keep = keep;
  }

  UpdateItemRequest.Builder request(String table) {
    update.set("updatedAt", millis(write.at()));
    switch (write.change()) {
      case Change.TakeClaim(ClaimRequest request, boolean resend) -> claim(request, resend);
      case Change.MoveTo move -> move(move);
      case Change.RecordAcceptance(String sesMessageId) ->
          sent(sesMessageId).remove(LedgerItem.TEXT).setIfAbsent("ttl", expiry(keep));
      case Change.RecordReport(String sesMessageId, List<UnitRecord.RecipientReport> reports) -> {
        sent(sesMessageId);
        report(reports);
      }
      case Change.RecordFurtherSend(String sesMessageId) ->
          update.add(LedgerItem.FURTHER_SES_IDS, AttributeValue.fromSs(List.of(sesMessageId)));
    }
    write.step().ifPresent(step -> update.append(LedgerHistory.STEPS, LedgerHistory.step(step)));
    String condition = condition();
    return update.request(table, LedgerItem.key(write.key())).conditionExpression(condition);
  }

  private void claim(ClaimRequest request, boolean resend) {
    update
        .set("state", text(State.CLAIMED))
        .set("fp", AttributeValue.fromS(request.fingerprint()))
        .set("token", AttributeValue.fromS(request.token()))
        .set("since", millis(request.leaseUntil()))
        .set("stream", AttributeValue.fromS(request.stream()))
        .setIfAbsent("createdAt", millis(write.at()))
        .set("ttl", expiry(keep))
        // Why an earlier try sent nothing: not what becomes of this one.
        .remove(LedgerItem.TEXT)
        .add("claims", number(1));
    if (resend) {
      update.add("resends", number(1));
    }
  }

  private void move(Change.MoveTo move) {
    update
        .set("state", text(move.state()))
        .set("reason", AttributeValue.fromS(move.reason()))
        .setOrRemove(
            LedgerItem.TEXT, move.text().isEmpty() ? null : AttributeValue.fromS(move.text()))
        .setOrRemove(LedgerItem.NEXT_TRY, move.nextTry().map(ItemAttributes::millis).orElse(null))
        .setIfAbsent("createdAt", millis(write.at()));
    if (move.state() == State.CANCELLED) {
      // It outlives what is enqueued for so long as an item is kept, from now on (decision 0080).
      update.set("ttl", expiry(keep.multipliedBy(2)));
    }
    move.since().ifPresentOrElse(at -> update.set("since", millis(at)), this::letGo);
  }

  /// SES's bound of 50 recipients a mail keeps the expressions below DynamoDB's bound of 4 KB.
  private void report(List<UnitRecord.RecipientReport> reports) {
    reports.forEach(
        one -> update.prepend(LedgerHistory.attribute(one.recipient()), LedgerHistory.report(one)));
    if (reports.isEmpty()) {
      update.remove(LedgerItem.TEXT);
    }
    reports.stream()
        .map(one -> one.diagnostic().text())
        .filter(text -> !text.isEmpty())
        .reduce((earlier, last) -> last)
        .ifPresent(text -> update.set(LedgerItem.TEXT, AttributeValue.fromS(text)));
  }

  private UpdateExpression sent(String sesMessageId) {
    letGo();
    return update
        .remove(LedgerItem.NEXT_TRY)
        .set("state", text(State.SENT))
        .setIfAbsent(LedgerItem.SES_MESSAGE_ID, AttributeValue.fromS(sesMessageId));
  }

  private void letGo() {
    update.remove("token").remove("since");
  }

  private String condition() {
    return switch (write.condition()) {
      case Condition.Claimable(String fingerprint) ->
          any(
              update.absent("state"),
              all(is("state", text(State.PENDING)), is("fp", AttributeValue.fromS(fingerprint))));
      case Condition.Unchanged(Optional<Entry> read) ->
          read.map(this::unchanged).orElseGet(() -> update.absent("state"));
      case Condition.ClaimedBy(String token) ->
          all(
              is("token", AttributeValue.fromS(token)),
              any(is("state", text(State.CLAIMED)), is("state", text(State.UNKNOWN))));
      case Condition.NotAccepted() -> update.absent(LedgerItem.SES_MESSAGE_ID);
      case Condition.Unreported(Instant madeBy, List<UnitRecord.RecipientReport> reports) ->
          all(
              Stream.of(
                      Stream.of(
                          update.exists("claims"),
                          update.compare("createdAt", "<=", millis(madeBy))),
                      reports.isEmpty()
                          ? Stream.of(update.absent(LedgerItem.SES_MESSAGE_ID))
                          : reports.stream().map(this::moreSevere))
                  .flatMap(conditions -> conditions)
                  .toArray(String[]::new));
      case Condition.SentUnderOtherId(String sesMessageId) -> sentUnderOther(sesMessageId);
    };
  }

  private String unchanged(Entry read) {
    return all(
        is("state", text(read.state())),
        isOrAbsent("token", read.token()),
        isOrAbsent("fp", read.fingerprint()));
  }

  private String moreSevere(UnitRecord.RecipientReport report) {
    String attribute = LedgerHistory.attribute(report.recipient());
    String rank = update.value(number(report.status().rank()));
    return any(update.absent(attribute), update.name(attribute) + "[0] < " + rank);
  }

  private String sentUnderOther(String sesMessageId) {
    AttributeValue id = AttributeValue.fromS(sesMessageId);
    return all(
        update.exists(LedgerItem.SES_MESSAGE_ID),
        update.compare(LedgerItem.SES_MESSAGE_ID, "<>", id),
        "NOT contains(%s, %s)"
            .formatted(update.name(LedgerItem.FURTHER_SES_IDS), update.value(id)));
  }

  private String isOrAbsent(String attribute, @Nullable String value) {
    return value == null ? update.absent(attribute) : is(attribute, AttributeValue.fromS(value));
  }

  private String is(String attribute, AttributeValue value) {
    return update.compare(attribute, "=", value);
  }

  private AttributeValue expiry(Duration kept) {
    return number(write.at().plus(kept).getEpochSecond());
  }

  private static AttributeValue text(State state) {
    return AttributeValue.fromS(state.name());
  }
}
