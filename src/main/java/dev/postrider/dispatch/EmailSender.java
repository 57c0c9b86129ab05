package dev.postrider.dispatch;

import java.util.List;

/// Hands mail to SES.
public interface EmailSender {

  /// Makes the call once, and never repeats it by itself.
  ///
  /// @return an outcome for each unit of the call, in their order; failures are outcomes too
  List<SendOutcome> send(SendCall call);
}
