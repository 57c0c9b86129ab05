package dev.postrider.feedback;

import java.util.List;

/// A notification, decoded once.
///
/// @param feedback whose recipients are recipients of the mail
/// @param stranger whether the event named somebody to whom its mail did not go, or nobody
/// @param unfamiliar what was not known when this was written: fields as JSON pointers, and values
///     as `pointer=value`. At most [#MOST]; without addresses
public record ParsedNotification(Feedback feedback, boolean stranger, List<String> unfamiliar) {
  static final int MOST = 20;

  public ParsedNotification {
    unfamiliar = unfamiliar.stream().distinct().limit(MOST).toList();
  }
}
