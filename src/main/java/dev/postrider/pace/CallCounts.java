package dev.postrider.pace;

/// How many calls SES accepted and how many it throttled, since nothing was owed last. A bulk call
/// counts for several, each of them in the share of its entries.
///
/// @param accepted calls that SES did not throttle
/// @param throttled calls that were too many for SES
public record CallCounts(double accepted, double throttled) {
  public static final CallCounts NONE = new CallCounts(0, 0);

  /// One throttled call is made good by eight accepted ones: where SES throttles one call in
  /// nine, or fewer, the debt does not last (docs/decisions/0136).
  static final double ACCEPTED_FOR_ONE = 8;

  /// Both together.
  public CallCounts plus(CallCounts more) {
    return new CallCounts(accepted + more.accepted, throttled + more.throttled);
  }

  /// What the other has not.
  CallCounts minus(CallCounts less) {
    return new CallCounts(accepted - less.accepted, throttled - less.throttled);
  }

  /// The calls that SES throttled and that no accepted ones have made good; not below zero, but for
  /// what two instances made good at the same time.
  double debt() {
    return throttled - accepted / ACCEPTED_FOR_ONE;
  }

  /// The counts begin again where nothing is owed: what went well before says nothing of now.
  CallCounts whileOwing() {
    return debt() > 0 ? this : NONE;
  }

  /// The share of calls that SES accepted.
  double acceptedShare() {
    double all = accepted + throttled;
    return all <= 0 ? 1 : Math.clamp(accepted / all, 0, 1);
  }
}
