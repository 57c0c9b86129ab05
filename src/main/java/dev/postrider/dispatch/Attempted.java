package dev.postrider.dispatch;

import java.time.Duration;

/// A unit that was offered to SES.
///
/// @param latency of the call that carried it
record Attempted(Ready ready, SendOutcome outcome, Duration latency) {}
