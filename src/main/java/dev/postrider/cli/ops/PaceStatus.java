package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postrider.cli.output.Times;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The shared pace at one moment.
///
/// @param bookedSeconds for how long the pace is booked out
/// @param breakerReason null while mail flows
/// @param breakerSince null while mail flows, or where it is not known
record PaceStatus(
    List<String> pausedTenants,
    double ratePerSecond,
    double ceilingPerSecond,
    long bookedSeconds,
    boolean breakerOpen,
    @JsonInclude @Nullable String breakerReason,
    @JsonInclude @Nullable Instant breakerSince,
    @JsonIgnore Instant at) {

  static PaceStatus of(PaceState pace, Instant at) {
    Instant arrival = Instant.EPOCH.plus(pace.theoreticalArrivalMicros(), ChronoUnit.MICROS);
    return new PaceStatus(
        List.copyOf(pace.pausedTenants().until().keySet()),
        pace.ratePerSecond(),
        pace.ceilingPerSecond(),
        Math.max(0, Duration.between(at, arrival).toSeconds()),
        pace.openReason() != null,
        pace.openReason(),
        pace.openedAt(),
        at);
  }

  String breaker() {
    return !breakerOpen
        ? "closed: mail flows"
        : "OPEN: "
            + breakerReason
            + (breakerSince == null
                ? ""
                : ", for " + Times.span(Duration.between(breakerSince, at)));
  }

  String pace() {
    return String.format(
        Locale.ROOT,
        "%.1f of %.1f recipients a second, booked for the next %s",
        ratePerSecond,
        ceilingPerSecond,
        Times.span(Duration.ofSeconds(bookedSeconds)));
  }
}
