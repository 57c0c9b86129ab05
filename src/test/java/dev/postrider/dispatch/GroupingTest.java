package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.email.Address;
import dev.postrider.email.Content;
import dev.postrider.email.Decoded;
import dev.postrider.email.Defaults;
import dev.postrider.email.Email;
import dev.postrider.email.EmailDecoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupingTest {
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("shop@example.com")));

  private static Delivery outgoing(String id, String fields) {
    String body = "{\"id\":\"%s\",\"to\":\"%s@example.com\",%s}".formatted(id, id, fields);
    return switch (DECODER.decode(body, "none")) {
      case Decoded.WellFormed(Email email) -> delivery(email);
      case Decoded.Malformed malformed -> throw new AssertionError(malformed.reason());
    };
  }

  private static Delivery delivery(Email email) {
    Received record = new Received("m", "", null, Instant.EPOCH, 1, Received.Carried.NOTHING);
    return new Delivery(record, Batch.Lane.MAIL, email, email.units().getFirst());
  }

  private static Delivery templated(String id, String more) {
    return outgoing(id, "\"template\":{\"name\":\"welcome\"}" + more);
  }

  private static List<List<String>> keys(List<List<Delivery>> calls) {
    return calls.stream().map(call -> call.stream().map(o -> o.unit().key()).toList()).toList();
  }

  @Test
  void simpleMailGoesOutAloneEvenWhenItIsAlike() {
    List<List<Delivery>> calls =
        Grouping.group(
            List.of(
                outgoing("a", "\"subject\":\"s\",\"text\":\"t\""),
                outgoing("b", "\"subject\":\"s\",\"text\":\"t\"")),
            50);

    assertThat(keys(calls)).containsExactly(List.of("a"), List.of("b"));
    assertThat(calls).allMatch(call -> call.size() == 1);
  }

  @Test
  void mailOfOneTemplateSharesACallWhateverItsDataTagsAndHeaders() {
    List<List<Delivery>> calls =
        Grouping.group(
            List.of(
                templated("a", ",\"data\":{\"n\":1}"),
                templated("b", ",\"tags\":{\"campaign\":\"x\"}"),
                templated("c", ",\"headers\":{\"X-A\":\"1\"}"),
                templated("d", ",\"stream\":\"receipts\"")),
            50);

    assertThat(keys(calls)).containsExactly(List.of("a", "b", "c", "d"));
    assertThat(calls.getFirst()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"from\":\"other@example.com\"",
        ",\"replyTo\":\"help@example.com\"",
        ",\"tenant\":\"acme\"",
        ",\"attachments\":[{\"filename\":\"a.txt\",\"contentType\":\"text/plain\",\"content\":\"YQ==\"}]"
      })
  void mailThatDiffersInWhatACallHasOnceIsSentApart(String difference) {
    List<List<Delivery>> calls =
        Grouping.group(
            List.of(templated("a", ""), templated("b", difference), templated("c", "")), 50);

    assertThat(keys(calls)).containsExactly(List.of("a", "c"), List.of("b"));
  }

  @Test
  void anInlineTemplateIsSharedByItsText() {
    String one = "\"template\":{\"subject\":\"Hi\",\"text\":\"Hello {{n}}\"},\"data\":{\"n\":1}";
    String other = "\"template\":{\"subject\":\"Hi\",\"text\":\"Bye {{n}}\"},\"data\":{\"n\":1}";

    List<List<Delivery>> calls =
        Grouping.group(List.of(outgoing("a", one), outgoing("b", other), outgoing("c", one)), 50);

    assertThat(keys(calls)).containsExactly(List.of("a", "c"), List.of("b"));
  }

  @Test
  void aUnitAboveTheBoundOfRecipientsGoesOutAlone() {
    Delivery three =
        outgoing(
            "x",
            "\"cc\":[\"c@example.com\",\"d@example.com\"],\"template\":{\"name\":\"welcome\"}");

    List<List<Delivery>> calls =
        Grouping.group(List.of(templated("a", ""), three, templated("b", "")), 2);

    assertThat(keys(calls)).containsExactly(List.of("a"), List.of("x"), List.of("b"));
    assertThat(calls.get(1).getFirst().recipients()).isEqualTo(3);
  }

  @Test
  void aBulkCallHasAtMostFiveMillionBytes() {
    String data = ",\"data\":{\"a\":\"" + "é".repeat(100_000) + "\"}";
    List<Delivery> units = IntStream.range(0, 50).mapToObj(i -> templated("u" + i, data)).toList();

    List<List<Delivery>> calls = Grouping.group(units, 50);

    assertThat(calls).hasSize(4);
    assertThat(calls.stream().flatMap(List::stream)).containsExactlyElementsOf(units);
    assertThat(calls)
        .allSatisfy(
            call -> assertThat(RequestSize.of(call)).isLessThanOrEqualTo(Grouping.BYTES_PER_CALL));
  }

  /// The template has two million bytes, each unit's data one million.
  @Test
  void whatUnitsShareLeavesLessRoomForThem() {
    Address shop = Address.parse("shop@example.com");
    String data = "x".repeat(1_000_000);
    Email.Unit unit =
        new Email.Unit(
            "m", Optional.empty(), List.of(shop), List.of(), List.of(), data, Map.of(), List.of());
    Email email =
        new Email(
            "m",
            "fp",
            shop,
            List.of(),
            new Content.InlineTemplate("s", null, "x".repeat(2_000_000)),
            "transactional",
            List.of(),
            null,
            null,
            null,
            List.of(unit));
    List<Delivery> units = Collections.nCopies(5, delivery(email));

    assertThat(Grouping.group(units, 50)).extracting(List::size).containsExactly(2, 2, 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyUnitIsInExactlyOneCallAndNoCallIsTooLarge(long seed) {
    Random random = new Random(seed);
    int perCall = 1 + random.nextInt(60);
    List<Delivery> units =
        IntStream.range(0, random.nextInt(200))
            .mapToObj(
                i ->
                    random.nextInt(4) == 0
                        ? outgoing("s" + i, "\"subject\":\"s\",\"text\":\"t\"")
                        : outgoing(
                            "t" + i,
                            "\"template\":{\"name\":\"t%d\"}".formatted(random.nextInt(3))))
            .toList();

    List<List<Delivery>> calls = Grouping.group(units, perCall);

    List<Delivery> all = new ArrayList<>();
    calls.forEach(call -> all.addAll(call));
    assertThat(all).containsExactlyInAnyOrderElementsOf(units);
    assertThat(calls).allSatisfy(call -> assertThat(call).hasSizeBetween(1, Math.min(50, perCall)));
  }
}
