package dev.postrider.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// The calls that SES got, each with what it made of it.
final class OfferedCalls {
  private final List<OfferedCall> calls = new ArrayList<>();

  /// @param at when SES got it, in microseconds
  /// @param recipients that it had
  /// @param accepted recipients whose mail SES took
  /// @param throttled the share of its entries that were too many
  record OfferedCall(long at, int recipients, int accepted, double throttled) {}

  void add(OfferedCall call) {
    calls.add(call);
  }

  /// Recipients whose mail SES took between two times, a second.
  double acceptedPerSecond(long from, long to) {
    long accepted = 0;
    for (OfferedCall call : calls) {
      accepted += call.at() >= from && call.at() < to ? call.accepted() : 0;
    }
    return accepted * 1_000_000.0 / Math.max(1, to - from);
  }

  /// The share of the calls at some times that SES throttled.
  double throttledShare(LongPredicate when) {
    return calls.stream()
        .filter(call -> when.test(call.at()))
        .mapToDouble(OfferedCall::throttled)
        .average()
        .orElse(0);
  }

  /// When SES throttled last; zero if it never did.
  long lastThrottle() {
    return calls.stream()
        .filter(call -> call.throttled() > 0)
        .mapToLong(OfferedCall::at)
        .max()
        .orElse(0);
  }

  /// By when SES had taken that share of all.
  long acceptedBy(double share) {
    double wanted = calls.stream().mapToLong(OfferedCall::accepted).sum() * share;
    for (OfferedCall call : calls) {
      wanted -= call.accepted();
      if (wanted <= 0) {
        return call.at();
      }
    }
    return 0;
  }

  /// The most recipients in any second, less those of the largest call, from a time on.
  double busiestSecond(long from) {
    RateMeter meter = new RateMeter(1_000_000);
    calls.stream()
        .filter(call -> call.at() >= from)
        .forEach(call -> meter.count(call.at(), call.recipients()));
    return meter.peak - meter.largest;
  }
}
