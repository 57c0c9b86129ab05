package dev.postrider.cli.ops;

import dev.postrider.cli.ops.QueueLook.PersonsQueue;
import dev.postrider.cli.output.Times;
import dev.postrider.dispatch.DeferReason;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.local.CommandLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What happens next to a unit, or what a person can do: from the ledger, the look at the queues,
/// and what the stack says at this moment.
///
/// @param grace how long a Send event may take to settle an unknown outcome
/// @param keep how long the ledger remembers a unit
record WhatNext(
    QueueLook look,
    MailFlow flow,
    CommandLines commands,
    Instant now,
    Duration grace,
    Duration keep) {

  /// In a sentence; empty when the unit has ended and nothing is to be done.
  String of(UnitRecord unit) {
    return switch (unit.entry().state()) {
      case PENDING -> look.copies().isEmpty() ? deferred(unit) : "";
      case CLAIMED ->
          leaseRuns(unit)
              ? "it is being sent now"
              : "the function that was sending it ended without a word: " + unsettled(unit);
      case UNKNOWN -> unsettled(unit);
      case HELD -> copyOf(unit, PersonsQueue.HELD);
      case REJECTED -> copyOf(unit, PersonsQueue.REJECTED);
      case SENT, SUPPRESSED, EXPIRED, CANCELLED -> "";
    };
  }

  private String status() {
    return ": " + commands.of("status");
  }

  private boolean leaseRuns(UnitRecord unit) {
    Instant until = unit.entry().since();
    return until != null && now.isBefore(until);
  }

  private String deferred(UnitRecord unit) {
    String code = unit.reason().replaceFirst(" .*", "");
    boolean paused = code.equals(DeferReason.TENANT_PAUSED.name());
    List<String> parts = new ArrayList<>();
    parts.add(why(code));
    if (paused && !flow.pausedTenants().isEmpty()) {
      parts.add("paused now: " + String.join(", ", flow.pausedTenants()));
    }
    flow.stops().forEach(stop -> parts.add(stop + status()));
    parts.addAll(flow.unread());
    parts.add(flow.stops().isEmpty() ? tried(unit) : "it is tried again when that is over");
    if (flow.stops().isEmpty() && !look.sawAll(PersonsQueue.DEAD) && isOverdue(unit)) {
      parts.addAll(look.unseen());
    }
    return sentences(parts);
  }

  /// The reason in words; the code and the text of SES stand beside it.
  private static String why(String code) {
    return Stream.of(DeferReason.values())
        .filter(reason -> reason.name().equals(code))
        .findFirst()
        .map(
            reason ->
                switch (reason) {
                  case THROTTLED -> "SES took no more mail just then";
                  case MISCONFIGURED ->
                      "something is set up wrongly (the runbook's section misconfigured)";
                  case STOPPED -> "the breaker was open";
                  case TENANT_PAUSED -> "SES sends nothing of its tenant";
                  case SUPPRESSIONS_UNREADABLE -> "the suppressions could not be read";
                  case LEDGER_UNAVAILABLE -> "the ledger could not be written";
                  case PACE -> "no slot of the pace was near enough";
                  case PACE_UNAVAILABLE -> "the pace could not be read";
                  case SCHEDULED -> "its sendAt has not come";
                  case BULK_LANE -> "it goes through the bulk queue";
                  case UNKNOWN -> "its Send event is awaited";
                  case BUSY -> "another invocation held it";
                })
        .orElse("nothing was sent yet");
  }

  private boolean isOverdue(UnitRecord unit) {
    return unit.nextTry().filter(now::isBefore).isEmpty();
  }

  /// A copy that is due waits for its turn in the queue.
  private String tried(UnitRecord unit) {
    return unit.nextTry()
        .map(
            next ->
                next.isAfter(now)
                    ? "it is tried again at %s, in %s"
                        .formatted(Times.at(next), Times.span(Duration.between(now, next)))
                    : "it has been due since %s%s"
                        .formatted(
                            Times.at(next),
                            flow.waiting().isEmpty() ? "" : ", " + inQueues(flow.waiting())))
        .orElse("it is tried again as soon as its copy is received");
  }

  private static String inQueues(String messages) {
    return messages + " in the mail and bulk queues";
  }

  private String unsettled(UnitRecord unit) {
    Instant from = Objects.requireNonNullElse(unit.entry().since(), now);
    Instant until = from.plus(grace);
    List<String> parts = new ArrayList<>();
    parts.add(
        until.isAfter(now)
            ? "SES may have it; its Send event may come until " + Times.at(until)
            : "SES may have it, and its Send event did not come until " + Times.at(until));
    if (look.copies().isEmpty()) {
      flow.stops().forEach(stop -> parts.add(stop + status()));
      parts.add(
          "the dispatcher then sends it again, or holds it by its stream, when its copy comes back"
              + unit.nextTry()
                  .filter(now::isBefore)
                  .map(next -> ", at " + Times.at(next))
                  .orElse(""));
      parts.addAll(look.unseen());
    }
    return sentences(parts);
  }

  /// Of what waits for a person. A copy that was found says itself what to do.
  private String copyOf(UnitRecord unit, PersonsQueue queue) {
    if (look.copies().stream().anyMatch(copy -> copy.queue() == queue)) {
      return "";
    }
    return look.sawAll(queue)
        ? "its copy is not in the "
            + queue.word()
            + " queue (SQS keeps it for 14 days): to send it, its producer must enqueue it under a"
            + " new id"
        : sentences(look.unseen())
            + (unit.entry().state() == State.HELD ? "; it can lie there" : "");
  }

  /// What a unit may be that the ledger does not know, the likeliest first.
  List<String> ofUnknown(String stack) {
    List<String> may = new ArrayList<>();
    flow.stops()
        .forEach(
            stop ->
                may.add(
                    stop
                        + ", and mail that comes meanwhile is never claimed"
                        + (flow.waiting().isEmpty() ? "" : "; " + inQueues(flow.waiting()))
                        + status()));
    look.unseen().forEach(unseen -> may.add("it lies where it was not seen: " + unseen));
    if (flow.stops().isEmpty() && !flow.waiting().isEmpty()) {
      may.add("it waits for its turn: " + inQueues(flow.waiting()));
    }
    if (!flow.delayed().isEmpty()) {
      may.add("it waits for its sendAt or for a slot: " + inQueues(flow.delayed()));
    }
    flow.unread().forEach(unread -> may.add("it waits, which cannot be told: " + unread));
    may.add("it was never enqueued in the stack " + stack + ", or under another id");
    may.add("it is older than the ledger remembers, " + keep.toDays() + " days");
    return may;
  }

  private static String sentences(List<String> parts) {
    return String.join("; ", parts);
  }
}
