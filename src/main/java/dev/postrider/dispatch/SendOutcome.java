package dev.postrider.dispatch;

import dev.postrider.ledger.Diagnostic;

/// What SES made of one unit.
public sealed interface SendOutcome {

  /// SES accepted it. SQS does not redeliver.
  record Accepted(String sesMessageId) implements SendOutcome {}

  /// Provably not accepted, and worth another try soon: too fast, or SES could not be reached. A
  /// delayed copy comes back.
  ///
  /// @param slowDown whether the account's rate was exceeded, so that everyone must slow down
  record Throttled(String code, boolean slowDown) implements SendOutcome {}

  /// Provably not accepted, and never will be. The message goes to the rejected queue.
  record Refused(Diagnostic diagnostic, String requestId) implements SendOutcome {

    /// Without a text.
    public Refused(String code, String requestId) {
      this(Diagnostic.of(code), requestId);
    }
  }

  /// Provably not accepted because something is set up wrongly. A delayed copy comes back, and an
  /// alarm calls a person; when that lasts too long, the message goes to the rejected queue.
  record Misconfigured(Diagnostic diagnostic, String requestId) implements SendOutcome {

    /// Without a text.
    public Misconfigured(String code, String requestId) {
      this(Diagnostic.of(code), requestId);
    }
  }

  /// SES sends nothing for now, for anyone: paused, suspended or out of quota. A delayed copy comes
  /// back, and the breaker opens.
  record Stopped(String code) implements SendOutcome {}

  /// SES sends nothing of the mail's tenant for now; other mail goes on. A delayed copy comes back.
  record TenantPaused(String code) implements SendOutcome {}

  /// Perhaps accepted. Never repeated blindly; SES's Send event settles it.
  record Unknown(String code) implements SendOutcome {}
}
