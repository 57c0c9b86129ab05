package dev.postrider.dispatch;

import java.util.List;

/// Puts copies of messages on queues.
public interface CopyQueues {

  /// Enqueues each copy, ten a call.
  ///
  /// @return in the order of the copies, whether the copy is safely on its queue; failures are
  ///     answers, not exceptions
  List<Boolean> place(List<MessageCopy> copies);
}
