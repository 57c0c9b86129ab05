package dev.postrider.dispatch;

/// How a unit ended in this invocation.
record UnitEnd(Task task, Fate fate, UnitOutcome outcome) {}
