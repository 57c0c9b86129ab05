package dev.postrider.dispatch;

import dev.postrider.email.Address;
import dev.postrider.email.Decoded;
import dev.postrider.email.Defaults;
import dev.postrider.email.Email;
import dev.postrider.email.EmailDecoder;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Decides who of fifty units is mailed, and groups them into calls.
@State(Scope.Benchmark)
public class DecideBenchmark {
  private final List<Delivery> units = units();
  private final Map<Recipient, SuppressionVerdict> verdicts =
      units.stream()
          .flatMap(DispatchPolicy::recipientsOf)
          .collect(Collectors.toMap(one -> one, one -> new SuppressionVerdict.Clear()));

  private static List<Delivery> units() {
    String body =
        """
        {"id":"invoice-1","template":{"subject":"Invoice {{number}}","text":"It is ready."},
         "recipients":[%s]}
        """
            .formatted(
                IntStream.range(0, 50)
                    .mapToObj(
                        n -> "{\"to\":\"reader-%d@example.com\",\"data\":{\"number\":\"%d\"}}".formatted(n, n))
                    .collect(Collectors.joining(",")));
    Decoded decoded =
        new EmailDecoder(new Defaults(Address.parse("no-reply@example.com"))).decode(body, "x");
    Email email = ((Decoded.WellFormed) decoded).email();
    Received record =
        new Received("m", body, null, Instant.EPOCH, 1, Received.Carried.NOTHING);
    return email.units().stream()
        .map(unit -> new Delivery(record, Batch.Lane.MAIL, email, unit))
        .toList();
  }

  @Benchmark
  public List<Delivery> decide() {
    return units.stream()
        .map(unit -> DispatchPolicy.withoutSuppressed(unit, verdicts))
        .filter(unit -> !DispatchPolicy.mailsNobody(unit))
        .toList();
  }

  @Benchmark
  public List<List<Delivery>> group() {
    return Grouping.group(units, 50);
  }
}
