package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import dev.postrider.dispatch.Received.Carried;
import dev.postrider.email.EntryRanges;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CarriedAttributesTest {

  private static Map<String, MessageAttribute> attributes(Map<String, String> values) {
    return values.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, value -> attribute(value.getValue())));
  }

  private static MessageAttribute attribute(String value) {
    MessageAttribute attribute = new MessageAttribute();
    attribute.setDataType("String");
    attribute.setStringValue(value);
    return attribute;
  }

  @Test
  void aProducersMessageCarriesNothing() {
    assertThat(CarriedAttributes.read(Map.of())).isEqualTo(Carried.NOTHING);
    assertThat(CarriedAttributes.read(attributes(Map.of("trace", "x")))).isEqualTo(Carried.NOTHING);
  }

  @Test
  void aCopyCarriesIdAttemptFirstSeenAndEntries() {
    assertThat(
            CarriedAttributes.read(
                attributes(
                    Map.of(
                        "postrider-id", "a_B-9",
                        "postrider-attempt", "7",
                        "postrider-first-seen", "1795521600123",
                        "postrider-entries", "0-3,7"))))
        .isEqualTo(
            new Carried(
                Optional.of("a_B-9"),
                7,
                Optional.of(Instant.ofEpochMilli(1_795_521_600_123L)),
                new EntryRanges("0-3,7")));
  }

  @Test
  void aCopyOfMailThatWaitsForAWrongSetupCarriesSinceWhen() {
    Map<String, String> waiting = copy();
    waiting.put("postrider-misconfigured-since", "1795521600999");

    assertThat(CarriedAttributes.read(attributes(waiting)).misconfiguredSince())
        .contains(Instant.ofEpochMilli(1_795_521_600_999L));
  }

  /// Such an id would be another item of the ledger, such an age would not fit a number.
  @ParameterizedTest
  @CsvSource({
    "postrider-id, ~pace",
    "postrider-id, order#3",
    "postrider-id, ''",
    "postrider-attempt, -1",
    "postrider-attempt, many",
    "postrider-first-seen, -9223372036854775808",
    "postrider-first-seen, 9223372036854775807",
    "postrider-first-seen, yesterday",
    "postrider-misconfigured-since, yesterday",
    "postrider-misconfigured-since, -1",
    "postrider-misconfigured-since, 9223372036854775807",
    "postrider-entries, 1-",
    "postrider-entries, all"
  })
  void whatNoCopyOfOursWouldHoldCountsAsNothing(String name, String value) {
    Map<String, String> copy = copy();
    copy.put(name, value);

    assertThat(CarriedAttributes.read(attributes(copy))).isEqualTo(Carried.NOTHING);
  }

  private static Map<String, String> copy() {
    return new HashMap<>(
        Map.of(
            "postrider-id", "a",
            "postrider-attempt", "7",
            "postrider-first-seen", "1795521600123",
            "postrider-entries", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postrider-id", "postrider-attempt", "postrider-first-seen"})
  void aSetThatLacksWhatEachCopyOfOursHasIsAProducers(String missing) {
    Map<String, String> some = copy();
    some.remove(missing);

    assertThat(CarriedAttributes.read(attributes(some))).isEqualTo(Carried.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999", "1000000", "2147483648", "9223372036854775807"})
  void aCopyKeepsItsIdAndEntriesHoweverOftenItWasDeferred(String attempt) {
    Map<String, String> deferred = copy();
    deferred.put("postrider-attempt", attempt);

    assertThat(CarriedAttributes.read(attributes(deferred)))
        .isEqualTo(
            new Carried(
                Optional.of("a"),
                999_999,
                Optional.of(Instant.ofEpochMilli(1_795_521_600_123L)),
                new EntryRanges("1")));
  }

  @Test
  void anAttributeOfBytesCountsAsNone() {
    MessageAttribute bytes = new MessageAttribute();
    bytes.setDataType("Binary");
    bytes.setBinaryValue(ByteBuffer.allocate(1));

    assertThat(CarriedAttributes.read(Map.of("postrider-id", bytes))).isEqualTo(Carried.NOTHING);
  }

  @Test
  void problemsAreShortenedToTwoThousandCharacters() {
    assertThat(CarriedAttributes.shortened("x".repeat(2_000))).isEqualTo("x".repeat(2_000));
    assertThat(CarriedAttributes.shortened("x".repeat(2_001))).isEqualTo("x".repeat(1_999) + "…");
  }

  @Test
  void noCharacterIsCutInHalf() {
    String text = "x".repeat(1_998) + "🎉🎉";

    assertThat(CarriedAttributes.shortened(text)).isEqualTo("x".repeat(1_998) + "…");
  }
}
