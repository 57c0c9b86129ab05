package dev.postrider.pace;

/// What SES made of the calls of a slot.
///
/// @param ratePerSecond of the slot: what SES throttles at it says nothing of a lower rate
public record SlotAnswers(double ratePerSecond, CallCounts calls) {}
