package dev.postrider.feedback;

import java.util.List;

/// A notification, decoded once.
///
/// @param unfamiliar what was not known when this was written: fields as JSON pointers, and values
///     as `pointer=value`. At most [#MOST]; without addresses
public record Parsed(Feedback feedback, List<String> unfamiliar) {
  static final int MOST = 20;

  public Parsed {
    unfamiliar = unfamiliar.stream().distinct().limit(MOST).toList();
  }
}
