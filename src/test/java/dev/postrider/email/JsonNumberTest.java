package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonNumberTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-0.000e5, 0",
    "7, 7",
    "-12.50, -12.5",
    "100, 100",
    "1e2, 100",
    "1E+2, 100",
    "1200e-4, 0.12",
    "0.0010, 0.001",
    "-9e-1, -0.9",
    "123456789012345678901234567890, 123456789012345678901234567890",
    "1e40, 10000000000000000000000000000000000000000",
    "1e42, 1e42",
    "10e41, 1e42",
    "1.5e-50, 15e-51",
    "0.15e-49, 15e-51",
    "1e999999999, 1e999999999",
    "1.0e999999999, 1e999999999",
    "1.0e-999999999, 1e-999999999",
    "1.0e1000000000, 1.0e1000000000",
    "10e2147483647, 10e2147483647",
    "1.0e+9999999999, 1.0e+9999999999",
    "1.0e9999999999, 1.0e9999999999",
    "1.0e99999999999, 1.0e99999999999"
  })
  void aValueHasOneText(String number, String canonical) {
    assertThat(JsonNumber.canonical(number)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itsTextIsTheSameNumber(long seed) {
    Random random = new Random(seed);
    String number =
        (random.nextBoolean() ? "-" : "")
            + (random.nextBoolean()
                ? "0"
                : 1 + random.nextInt(1_000) + "0".repeat(random.nextInt(3)))
            + (random.nextBoolean() ? "" : "." + random.nextInt(1_000) + "0")
            + (random.nextBoolean() ? "" : "e" + (random.nextInt(120) - 60));

    String canonical = JsonNumber.canonical(number);

    assertThat(new BigDecimal(canonical)).isEqualByComparingTo(number);
    assertThat(JsonNumber.canonical(new BigDecimal(number).toPlainString())).isEqualTo(canonical);
  }

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }
}
