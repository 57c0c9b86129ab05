package dev.postrider.ledger;

/// What became of one recipient, by rank: a later constant replaces an earlier one whatever the
/// order in which the events come, and never the other way round.
public enum RecipientStatus {
  DELAYED(1),
  DELIVERED(2),
  /// Not delivered, but the address is good: full mailbox, refused content, out-of-office.
  SOFT_BOUNCED(3),
  BOUNCED(4),
  /// SES took the message and then did not send it: a virus, or a template it could not fill.
  REJECTED(5),
  COMPLAINED(6);

  private final int rank;

  RecipientStatus(int rank) {
    this.rank = rank;
  }

  /// The number that stands in the ledger; 1 is the lowest.
  public int rank() {
    return rank;
  }
}
