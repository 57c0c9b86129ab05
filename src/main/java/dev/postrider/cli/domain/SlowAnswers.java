package dev.postrider.cli.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Says which question is waited for, while it is waited for.
///
/// @param patience how long nothing is said
/// @param progress takes the line
record SlowAnswers(Dns dns, Duration patience, Consumer<Text> progress) implements Dns {
  @Override
  public DnsAnswer ask(DnsName name, RecordType type) {
    CompletableFuture<Void> line =
        CompletableFuture.runAsync(
            () -> progress.accept(Text.of("waiting for the DNS: %s %s", type, name)),
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    try {
      return dns.ask(name, type);
    } finally {
      line.cancel(false);
    }
  }
}
