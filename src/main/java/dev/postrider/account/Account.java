package dev.postrider.account;

/// What SES says of the account (GetAccount). Quotas count recipients, in one Region.
///
/// @param max24HourSend −1 means that there is no daily quota
/// @param maxSendRate recipients a second
/// @param enforcement HEALTHY, PROBATION or SHUTDOWN; other values may come
public record Account(
    double max24HourSend,
    double maxSendRate,
    double sentLast24Hours,
    boolean sendingEnabled,
    String enforcement) {

  /// The used share of the daily quota, 0 to 1; 0 where there is no quota.
  public double quotaShare() {
    return max24HourSend <= 0 ? 0 : Math.min(1, sentLast24Hours / max24HourSend);
  }
}
