package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.RequestSize;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// The estimate of a request's bytes, held against what the SDK writes.
class RequestSizeTest {
  private static final List<String> TEXTS =
      List.of("plain", "é", "山田", "😀", "\\\"", "\\\\", "\\u0001", "\\n", "\\t", "/", "\\u2028");

  private final Measuring measuring = new Measuring();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aRequestIsNeverLargerThanItsEstimate(long seed) {
    Random random = new Random(seed);
    List<Delivery> units = TestMail.units(message(random, 2 + random.nextInt(49)));

    List<Delivery> single = List.of(units.getFirst());

    assertThat(measuring.bytes(units)).isBetween(1_000, RequestSize.of(units));
    assertThat(measuring.bytes(single)).isBetween(100, RequestSize.of(single));
  }

  static Stream<String> texts() {
    return TEXTS.stream();
  }

  /// Beside long texts and attachments, the slack of the frames hides no mistake.
  @ParameterizedTest
  @MethodSource("texts")
  void longTextsAndAttachmentsAreNotLargerEither(String text) {
    String message =
        """
        {"id":"m","template":{"subject":"s","text":"%s"},
         "attachments":[{"filename":"a","content":"%s"}],
         "recipients":[{"to":"a@example.com","data":{"a":"%s"}},{"to":"b@example.com"}]}
        """
            .formatted(text.repeat(20_000), "AAEC".repeat(20_000), text.repeat(20_000));
    List<Delivery> units = TestMail.units(message);
    List<Delivery> single = List.of(units.getFirst());

    assertThat(measuring.bytes(units)).isBetween(100_000, RequestSize.of(units));
    assertThat(measuring.bytes(single)).isBetween(100_000, RequestSize.of(single));
  }

  private static String message(Random random, int entries) {
    String recipients =
        IntStream.range(0, entries)
            .mapToObj(
                i ->
                    "{\"to\":\"%s <u%d@example.com>\",\"data\":{\"a\":\"%s\"},\"tags\":{\"t\":\"v\"},\"headers\":{\"X-A\":\"b\"}}"
                        .formatted("山".repeat(random.nextInt(40)), i, text(random)))
            .collect(Collectors.joining(","));
    return """
    {"id":"m","tenant":"acme","replyTo":["a@example.com","b@example.com"],
     "template":{"subject":"s","text":"%s","html":"%s"},
     "attachments":[{"filename":"%s","content":"AAEC"}],"recipients":[%s]}
    """
        .formatted(text(random), text(random), "é".repeat(1 + random.nextInt(200)), recipients);
  }

  private static String text(Random random) {
    return IntStream.range(0, 1 + random.nextInt(500))
        .mapToObj(i -> TEXTS.get(random.nextInt(TEXTS.size())))
        .collect(Collectors.joining());
  }

  /// Stops a request before it is sent, and keeps its length.
  private static final class Measuring implements ExecutionInterceptor {
    private int bytes;

    int bytes(List<Delivery> call) {
      try (SesV2Client client =
          SesV2Client.builder()
              .region(Region.EU_WEST_1)
              .endpointOverride(URI.create("http://127.0.0.1:1"))
              .credentialsProvider(AnonymousCredentialsProvider.create())
              .overrideConfiguration(c -> c.addExecutionInterceptor(this))
              .build()) {
        Throwable stopped = catchThrowable(() -> new SesSender(client, "postrider").send(call));
        assertThat(stopped).isInstanceOf(Measured.class);
      }
      return bytes;
    }

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      bytes =
          Integer.parseInt(
              context.httpRequest().firstMatchingHeader("Content-Length").orElseThrow());
      throw new Measured();
    }
  }

  private static final class Measured extends Error {
    private static final long serialVersionUID = 1L;
  }
}
