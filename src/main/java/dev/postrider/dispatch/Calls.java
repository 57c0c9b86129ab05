package dev.postrider.dispatch;

/// How many calls were made to SES.
///
/// @param all SendEmail and SendBulkEmail
/// @param bulk SendBulkEmail alone
/// @param bulkEntries the entries of those
public record Calls(int all, int bulk, int bulkEntries) {
  public static final Calls NONE = new Calls(0, 0, 0);

  /// One call that offered so many units; none for no unit.
  static Calls offering(int units) {
    return switch (units) {
      case 0 -> NONE;
      case 1 -> new Calls(1, 0, 0);
      default -> new Calls(1, 1, units);
    };
  }

  Calls plus(Calls more) {
    return new Calls(all + more.all, bulk + more.bulk, bulkEntries + more.bulkEntries);
  }
}
