package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryRangesTest {
  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenIsReadBack(int seed) {
    Random random = new Random(seed);
    Set<Integer> entries = new TreeSet<>();
    int count = 1 + random.nextInt(500);
    IntStream.range(0, count).forEach(i -> entries.add(random.nextInt(500)));
    List<Integer> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, random);

    EntryRanges ranges = new EntryRanges(EntryRanges.of(shuffled).text());

    for (int i = 0; i < 501; i++) {
      assertThat(ranges.contains(i)).as("%s contains %d", ranges, i).isEqualTo(entries.contains(i));
    }
    assertThat(ranges.isAll()).isFalse();
  }

  @Test
  void neighboursAreOneRange() {
    assertThat(EntryRanges.of(List.of(7, 0, 2, 1, 3, 9, 8)).text()).isEqualTo("0-3,7-9");
    assertThat(EntryRanges.of(List.of(4)).text()).isEqualTo("4");
    assertThat(EntryRanges.of(List.of(4, 6)).text()).isEqualTo("4,6");
    assertThat(EntryRanges.of(List.of(4, 5)).text()).isEqualTo("4-5");
  }

  @Test
  void noRangesAreAllEntries() {
    assertThat(EntryRanges.of(List.of())).isEqualTo(EntryRanges.ALL);
    assertThat(EntryRanges.ALL.isAll()).isTrue();
    assertThat(EntryRanges.ALL.contains(499)).isTrue();
  }

  @Test
  void aRangeTheWrongWayRoundIsItsFirstEntry() {
    EntryRanges ranges = new EntryRanges("7-3");
    assertThat(ranges.contains(7)).isTrue();
    assertThat(ranges.contains(5)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'', 0 1 2", "'0,2', 0 2", "1, 1", "3, 0 1 2", "'0,3', 0 1 2", "999, 0 1 2"})
  void rangesThatReachBeyondTheMessageAreNoCopysOfOursAndItIsWhole(String ranges, String entries) {
    String body =
        "{\"template\":{\"name\":\"t\"},\"recipients\":[{\"to\":\"a@example.com\"},"
            + "{\"to\":\"b@example.com\"},{\"to\":\"c@example.com\"}]}";
    EmailDecoder decoder = new EmailDecoder(new Defaults(Address.parse("Shop <shop@example.com>")));
    Email email = ((Decoded.WellFormed) decoder.decode(body, "m")).email();

    assertThat(new EntryRanges(ranges).unitsOf(email))
        .extracting(unit -> unit.entry().orElseThrow())
        .containsExactlyElementsOf(
            Stream.of(entries.split(" ", -1)).map(Integer::parseInt).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a", "1-", "-1", "1,", ",1", "1--2", "1000", "1-2-3", "1, 2"})
  void otherTextIsRefusedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> new EntryRanges(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "entries: found text of %d characters, allowed are ranges such as 0-3,7",
            text.length());
  }

  @Test
  void textThatNoCopyOfOursHoldsIsRefusedHoweverLongItIs() {
    assertThatThrownBy(() -> new EntryRanges("0" + ",0".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("entries: found text of 200001 characters");
  }

  @Test
  void textOf2000CharactersIsReadAndOneMoreIsNot() {
    String longest = "10" + ",0".repeat(999);

    assertThat(new EntryRanges(longest).contains(10)).isTrue();
    assertThatThrownBy(() -> new EntryRanges("1" + longest))
        .hasMessageStartingWith("entries: found text of 2001 characters");
  }

  @Test
  void everyOtherOfAllEntriesIsNotTooLong() {
    EntryRanges ranges =
        EntryRanges.of(IntStream.range(0, 500).filter(n -> n % 3 != 0).boxed().toList());
    assertThat(new EntryRanges(ranges.text()).contains(499)).isTrue();
  }
}
