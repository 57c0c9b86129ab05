package dev.postrider.domain;

import java.util.Arrays;

/// How far SES is with a part of an identity.
public enum SetupStatus {
  /// SES found the records.
  SUCCESS,
  /// SES is still looking for the records, for up to 72 hours.
  PENDING,
  /// SES could not ask the DNS; what was set up still works.
  TEMPORARY_FAILURE,
  /// SES did not find the records within 72 hours, or they went away.
  FAILED,
  /// Nobody began.
  NOT_STARTED,
  /// A status that came with a newer SES.
  UNKNOWN;

  /// SES's own word; anything else is `UNKNOWN`.
  public static SetupStatus of(String text) {
    return Arrays.stream(values())
        .filter(status -> status.name().equals(text))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
