package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is kept of free text names nobody, and still says why.
class MaskedTextTest {
  private static final List<String> ANN = List.of("Ann.Smith@mail.example");

  private static String masked(String text) {
    return MaskedText.of(text, ANN);
  }

  @Test
  void whatNamesNobodyStaysAsItIs() {
    assertThat(masked("Template contains unsupported operations."))
        .isEqualTo("Template contains unsupported operations.");
    assertThat(masked("")).isEmpty();
    assertThat(masked("550 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.example"))
        .isEqualTo("550 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.example");
    assertThat(
            masked(
                "Resource arn:aws:ses:eu-west-1:123456789012:template/receipt is not associated"
                    + " with tenant shop-7"))
        .isEqualTo(
            "Resource arn:aws:ses:eu-west-1:123456789012:template/receipt is not associated with"
                + " tenant shop-7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "550 5.1.1 <ann.smith@mail.example>: User unknown | 550 5.1.1 … User unknown",
        "user=ann.smith@mail.example; unknown             | … unknown",
        "mailbox ANN.SMITH is full                        | mailbox … is full",
        "mailbox annsmith is full                         | mailbox … is full",
        "Smith, no: Ann Smith left                        | Smith, no: … left",
        "no host Mail.Example here                        | no host … here",
        "no host mail.example. here                       | no host …. here",
        "MX mail-example.protection.host failed           | MX ….protection.host failed",
        "bounce+ann.smith=mail.example@sender.example x   | … x",
        "bounce-ann.smith=mail.example rejected           | bounce-…=… rejected",
        "rcpt=3Dann.smith=40mail.example rejected         | … rejected",
        "rcpt=3Dann.smith rejected                        | rcpt=3D… rejected",
        "ann.smith%40mail.example rejected                | … rejected",
        "ann%2Esmith rejected                             | … rejected",
        "ann&#46;smith&#64;mail.example rejected          | … rejected",
        "ann.smith at mail.example rejected               | … at … rejected",
        "ann.smith＠mail.example rejected                 | … rejected",
        "ann\u200b.smith rejected                         | … rejected",
        "other@elsewhere.example rejected                 | … rejected",
        "\"odd name\"@elsewhere.example rejected          | … rejected",
        "\"Cas Jones\" <cas@elsewhere.example> rejected   | … rejected",
        "see https://help.example/x?u=1 for why           | see … for why",
        "see www.help.example for why                     | see … for why",
        "see help.example/mail/?p=NoSuchUser for why      | see … for why",
        "\\nann.smith rejected                            | \\n… rejected",
      })
  void whatNamesARecipientIsMasked(String text, String masked) {
    assertThat(masked(text)).isEqualTo(masked);
  }

  @Test
  void aLocalPartOfOneLetterIsMaskedWhereItIsAWord() {
    assertThat(MaskedText.of("a@x.example: a bad address", List.of("a@x.example")))
        .isEqualTo("… … bad address");
    assertThat(MaskedText.of("(a) has a full mailbox", List.of("a@x.example")))
        .isEqualTo("(…) has … full mailbox");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann@bücher.example", "ann@xn--bcher-kva.example"})
  void aDomainIsMaskedInUnicodeAndInPunycode(String recipient) {
    String text = "no MX for bücher.example, nor for XN--BCHER-KVA.example, nor bücher.example";

    assertThat(MaskedText.of(text, List.of(recipient))).isEqualTo("no MX for …, nor for …, nor …");
    assertThat(MaskedText.of("bu\u0308cher.example is down", List.of(recipient)))
        .as("composed of two characters")
        .isEqualTo("… is down");
  }

  @Test
  void ofASubaddressTheMailboxIsMaskedToo() {
    assertThat(MaskedText.of("no mailbox ann or ann+shop", List.of("ann+shop@x.example")))
        .isEqualTo("no mailbox … or …");
  }

  @Test
  void aQuotedLocalPartAndANameAreMasked() {
    List<String> recipients =
        List.of("\"ann of x\"@x.example", "Bob van Dam <bob@y.example>", "Cy");

    assertThat(MaskedText.of("no mailbox ann of x, Bob van Dam or cy", recipients))
        .isEqualTo("no mailbox …, … or …");
    assertThat(MaskedText.of("<\"ann of x\"@x.example> is unknown", recipients))
        .isEqualTo("<… is unknown");
  }

  @Test
  void ofWhatIsNotVerifiedOnlyThatIsKept() {
    assertThat(
            masked(
                "Email address is not verified. The following identities failed the check in region"
                    + " EU-WEST-1: Dora Jones <dora@x.example>, Ed"))
        .isEqualTo("Email address is not verified…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rejected: ann.smith@mail.exam",
        "rejected: ann.smith",
        "rejected: <ann.smi",
        "rejected: Ann.S...",
        "rejected: mail.exa",
      })
  void whereSomebodyCutTheTextInAnAddressTheRestIsMasked(String text) {
    assertThat(masked(text)).matches("rejected: <?…\\.{0,3}").doesNotContainIgnoringCase("ann");
  }

  @Test
  void aLongTextIsCutAfterItIsMasked() {
    String filler = "x".repeat(190);

    assertThat(masked(filler + " ann.smith@mail.example is unknown"))
        .isEqualTo(filler + " … is unk…")
        .hasSize(200);
    assertThat(masked("😀".repeat(150))).isEqualTo("😀".repeat(99) + "…");
    assertThat(masked("y".repeat(200))).hasSize(200).doesNotContain("…");
  }

  /// Whatever stands where the text is no longer read.
  @Test
  void noPartOfAnAddressIsLeftWhereReadingEnds() {
    for (int length = 1_900; length < 2_400; length++) {
      String before = "o@" + "x".repeat(length) + " ";
      for (String address : List.of("ann.smith@mail.example", "ann%2Esmith@mail.example")) {
        assertThat(masked(before + address)).doesNotContainIgnoringCase("ann").startsWith("…");
      }
    }
  }

  @Test
  void itIsOneLineWithoutControlCharacters() {
    assertThat(masked("550-5.1.1 no\r\n550\t5.1.1   mailbox\u0000\u001b[2J\ud800\uffff"))
        .isEqualTo("550-5.1.1 no 550 5.1.1 mailbox…[2J…");
  }

  @Test
  void ofMailToVeryManyNothingIsShown() {
    List<String> many = Collections.nCopies(501, "ann@x.example");

    assertThat(MaskedText.of("why", many)).isEqualTo("…");
    assertThat(MaskedText.of("", many)).isEmpty();
  }

  /// Whatever is long, or made to be slow, costs no more than a text of some thousand letters.
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a.", "\"", "@", "%4", "&#0", "a-", "<", "ann.", "not verified ", "=3D"})
  void aHostileTextIsMaskedAllTheSame(String piece) {
    List<String> recipients =
        Stream.concat(
                IntStream.range(0, 49).mapToObj(i -> "a.".repeat(31) + i + "@x.example"),
                Stream.of("ann@mail.example"))
            .toList();

    String masked = MaskedText.of("ann " + piece.repeat(1_000_000 / piece.length()), recipients);

    assertThat(masked).startsWith("…").hasSizeLessThanOrEqualTo(MaskedText.LONGEST);
  }
}
