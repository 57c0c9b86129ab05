package dev.postrider.simulation;

import dev.postrider.dispatch.CopyQueues;
import dev.postrider.dispatch.EmailSender;
import dev.postrider.dispatch.Lifetimes;
import dev.postrider.email.Decoded;
import dev.postrider.feedback.Notification;
import dev.postrider.ledger.Ledger;
import dev.postrider.pace.Pacer;
import dev.postrider.suppression.Suppressions;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// What stands between the real code and the world. A test puts a wrong part in its place, to see
/// that the checks find it.
public interface Replacements {
  /// Nothing stands between.
  Replacements NONE = new Replacements() {};

  /// How the dispatcher reads a body.
  default BiFunction<String, String, Decoded> decoder(BiFunction<String, String, Decoded> real) {
    return real;
  }

  /// The dispatcher's way to the ledger.
  default Ledger ledger(Ledger real) {
    return real;
  }

  /// The dispatcher's way to the suppression table.
  default Suppressions suppressions(Suppressions real) {
    return real;
  }

  /// The dispatcher's way to the shared pace.
  default Pacer pacer(Pacer real) {
    return real;
  }

  /// The dispatcher's way to SES.
  default EmailSender sender(EmailSender real, Ledger ledger) {
    return real;
  }

  /// The dispatcher's way to the queues.
  ///
  /// @param afterAnswer takes what an instance does after its batch was answered
  default CopyQueues copyQueues(CopyQueues real, Consumer<Runnable> afterAnswer) {
    return real;
  }

  /// What the feedback function hears of SES.
  default Notification heard(Notification published) {
    return published;
  }

  /// How long the dispatcher lets messages live.
  default Lifetimes lifetimes(Lifetimes real) {
    return real;
  }

  /// The ledger's table, which both functions write.
  default InMemoryLedger ledgerTable() {
    return new InMemoryLedger(Scenario.GRACE);
  }
}
