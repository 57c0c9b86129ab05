package dev.postrider.email;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Decodes a body as a producer writes it.
@State(Scope.Benchmark)
public class DecodeBenchmark {
  private final EmailDecoder decoder =
      new EmailDecoder(new Defaults(Address.parse("no-reply@example.com")));

  private final String single =
      """
      {"id":"order-1","to":"reader@example.com","subject":"Your order has left","text":"%s"}
      """
          .formatted("It arrives on Thursday. ".repeat(40));

  private final String fiftyEntries =
      """
      {"id":"invoice-1","template":{"subject":"Invoice {{number}}","text":"It is ready."},
       "recipients":[%s]}
      """
          .formatted(
              IntStream.range(0, 50)
                  .mapToObj(
                      n -> "{\"to\":\"reader-%d@example.com\",\"data\":{\"number\":\"%d\"}}".formatted(n, n))
                  .collect(Collectors.joining(",")));

  @Benchmark
  public Decoded oneMessage() {
    return decoder.decode(single, "fallback");
  }

  @Benchmark
  public Decoded fiftyEntries() {
    return decoder.decode(fiftyEntries, "fallback");
  }
}
