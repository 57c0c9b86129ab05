package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.postrider.email.Decoded.Malformed;
import dev.postrider.email.HostileBodies.Hostile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a body costs grows with its length, whatever its shape (docs/reliability.md). What is
/// measured is every byte that decoding allocates, not how long it takes.
class HostileBodiesTest {
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("default@example.com")));
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// Bytes allocated for a byte of body, and for a body however small it is.
  private static final long FOR_A_BYTE = 250;

  private static final long FOR_A_BODY = 8 << 20;

  @BeforeAll
  static void loadWhatIsLoadedOnce() {
    LongStream.range(1_000, 1_020)
        .mapToObj(HostileBodies::random)
        .forEach(HostileBodiesTest::decode);
  }

  @ParameterizedTest
  @MethodSource("dev.postrider.email.HostileBodies#largest")
  void aHostileBodyCostsInProportionToItsLength(Hostile hostile) {
    assertThat(hostile.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Limits.BODY_BYTES);

    assertBounded(hostile);
  }

  @ParameterizedTest
  @MethodSource("random")
  void aShapeByChanceCostsInProportionToItsLength(Hostile hostile) {
    assertBounded(hostile);
  }

  @Test
  void namesOfOneHashLeaveTheDecoderAsItWas() {
    Hostile[] hostile =
        HostileBodies.largest().filter(h -> h.name().contains("hash")).toArray(Hostile[]::new);
    String small = "{\"to\":\"kim@example.net\",\"template\":{\"name\":\"t\"},\"data\":{\"Ab\":1}}";
    for (Hostile body : hostile) {
      assertThat(TestEmails.problems(decode(body)))
          .extracting(Decoded.Problem::pointer)
          .containsExactly("/data");
    }

    assertThat(DECODER.decode(small, "id")).isInstanceOf(Decoded.WellFormed.class);
  }

  @Test
  void theTenthProblemEndsTheReading() {
    Decoded decoded =
        decode(
            HostileBodies.largest()
                .filter(h -> h.name().equals("unknown fields"))
                .findFirst()
                .orElseThrow());

    assertThat(TestEmails.problems(decoded)).hasSize(10);
  }

  /// The smallest function that the template allows has twice as much.
  @Test
  void everyHostileBodyIsDecodedIn256MbOfMemory() throws IOException, InterruptedException {
    Process small =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OneBatch.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(small.waitFor()).as(said).isZero();
    assertThat(said).isEqualTo(OneBatch.verdicts());
  }

  /// Decodes every hostile body, and a batch of those that grow most, and keeps what comes of it.
  static final class OneBatch {
    /// As the template has it unless told.
    private static final int BATCH_SIZE = 50;

    public static void main(String[] args) {
      System.out.print(verdicts());
    }

    static String verdicts() {
      Stream<Hostile> growing =
          Stream.generate(() -> new Hostile("", HostileBodies.multiplying())).limit(BATCH_SIZE);
      List<Decoded> batch =
          Stream.concat(HostileBodies.largest(), growing).map(HostileBodiesTest::decode).toList();
      return batch.stream().map(d -> d instanceof Malformed ? "refused " : "accepted ").toList()
          + "";
    }
  }

  static Stream<Hostile> random() {
    return LongStream.range(0, 100).mapToObj(HostileBodies::random);
  }

  private static void assertBounded(Hostile hostile) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Decoded decoded = decode(hostile);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertThat(decoded).isNotNull();
    assertThat(allocated).isLessThan(FOR_A_BODY + FOR_A_BYTE * hostile.body().length());
  }

  private static Decoded decode(Hostile hostile) {
    return DECODER.decode(hostile.body(), "id");
  }
}
