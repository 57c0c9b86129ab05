package dev.postrider.local.ses;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

/// The newest messages that SES took in, as many as its bounds allow.
public final class Inbox {
  private int maxMessages = 10_000;
  private long maxBytes = 64L * 1024 * 1024;
  private final SequencedMap<String, ReceivedMessage> byId = new LinkedHashMap<>();
  private long bytes;
  private long version;

  /// How many messages and how many bytes of content are kept from now on, the newest.
  public synchronized void bounds(int messages, long contentBytes) {
    maxMessages = messages;
    maxBytes = contentBytes;
  }

  synchronized void add(ReceivedMessage message) {
    byId.put(message.messageId(), message);
    bytes += message.bytes();
    while (byId.size() > 1 && (byId.size() > maxMessages || bytes > maxBytes)) {
      bytes -= byId.pollFirstEntry().getValue().bytes();
    }
    changed();
  }

  /// Forgets all that is kept; the counters stay.
  public synchronized void clear() {
    byId.clear();
    bytes = 0;
    changed();
  }

  private void changed() {
    version++;
    notifyAll();
  }

  /// Another number after each change.
  synchronized long version() {
    return version;
  }

  /// Waits until a condition of the inbox holds, or the time is over.
  synchronized void await(BooleanSupplier condition, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      while (!condition.getAsBoolean() && System.nanoTime() < end) {
        wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// All that is kept, the oldest first.
  public synchronized List<ReceivedMessage> messages() {
    return List.copyOf(byId.values());
  }

  /// All that is kept and went to an address, the oldest first.
  public List<ReceivedMessage> to(String address) {
    return messages().stream().filter(m -> m.submission().recipients().contains(address)).toList();
  }

  /// One message; empty when there was none or it was trimmed.
  public synchronized Optional<ReceivedMessage> find(String messageId) {
    return Optional.ofNullable(byId.get(messageId));
  }
}
