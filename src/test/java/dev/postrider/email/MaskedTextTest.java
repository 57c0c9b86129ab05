package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
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
        "ann.smith\\u0040mail.example rejected            | … rejected",
        "ann.smith\\x40mail.example rejected              | … rejected",
        "ann.smith\\100mail.example rejected              | … rejected",
        "ann%252Esmith%2540mail.example rejected          | … rejected",
        "ann&#46;smith rejected                           | … rejected",
        "rcpt=adam%2Eann.smith rejected                   | rcpt=adam%2E… rejected",
        "no b%6Fx%20 for mail%2Eexample                   | no b%6Fx%20 for …",
        "user_ann.smith1 is unknown                       | user_…1 is unknown",
        "mail.example1 and mymail.example are down        | …1 and my… are down",
        "cas @ elsewhere.example rejected                 | … rejected",
        "see https%3A%2F%2Fhelp.example%2Fx%3Fu for why   | see … for why",
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
        "rejected: ann%2Esmi",
        "rejected: ann ",
      })
  void whereSomebodyCutTheTextInAnAddressTheRestIsMasked(String text) {
    assertThat(masked(text)).matches("rejected: <?…\\.{0,3}").doesNotContainIgnoringCase("ann");
  }

  @Test
  void soItIsWhereTheCutPartIsBehindSomethingOrANameOfTwoWords() {
    assertThat(masked("rcpt=ann.smi")).isEqualTo("rcpt=…");
    assertThat(masked("bounce+ann.s")).isEqualTo("bounce+…");
    assertThat(MaskedText.of("no mailbox of Bob van D", List.of("Bob van Dam <b@y.example>")))
        .isEqualTo("no mailbox of …");
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
    for (int length : edges()) {
      String before = "o@" + "x".repeat(length) + " ";
      for (String address : List.of("ann.smith@mail.example", "ann%2Esmith@mail.example")) {
        assertThat(masked(before + address)).doesNotContainIgnoringCase("ann").startsWith("…");
      }
    }
  }

  /// Lengths around the two at which a text is cut: what is shown, and what is looked at.
  private static int[] edges() {
    return IntStream.concat(IntStream.range(1_960, 2_010), IntStream.range(2_280, 2_330)).toArray();
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

  /// Who can choose an address and what its server answers must not be able to stop a function.
  @ParameterizedTest
  @CsvSource({"ab., ab=", "ab., ab=ab", "a., a=aa", "aa., aa%aa", "a1., a1%a1%", "2e., 2e=2e"})
  void anAddressAndAnAnswerThatAreMadeForEachOtherTakeNoTime(String word, String piece) {
    List<String> recipients = List.of(word.repeat(60 / word.length()) + "zz@x.example");

    assertThat(MaskedText.of(piece.repeat(700), recipients)).startsWith(piece);
  }

  private static final List<UnaryOperator<String>> WRITINGS =
      List.of(
          UnaryOperator.identity(),
          address -> address.toUpperCase(Locale.ROOT),
          address -> "<" + address + ">",
          address -> address.replace("@", "%40"),
          address -> address.replace("@", "=40").replace(".", "=2E"),
          address -> address.replace("@", "%2540").replace(".", "%252e"),
          address -> address.replace("@", "&#64;").replace(".", "&period;"),
          address -> address.replace("@", "\\u0040"),
          address -> address.replace("@", "\\x40"),
          address -> address.replace("@", "\\100"),
          address -> address.replace("@", " @ "),
          address -> address.replace("@", "@\r\n "),
          address -> address.replace("@", " at "),
          address -> address.replaceAll("(.*)@(.*)", "SRS0=hash=tt=$2=$1"),
          address -> address.replaceAll("(.*)@(.*)", "bounce-$1=$2"),
          address -> address.replaceAll("(.*)@(.*)", "$2!$1"),
          address -> address.replaceAll("(.*)@(.*)", "/var/mail/$2/$1/new"),
          address -> address.replaceAll("(.*)@(.*)", "cn=$1,dc=$2"),
          address -> address.replaceAll("[@.]", "_"),
          address -> address.charAt(0) + "\u200b" + address.substring(1));

  /// Texts of a seeded generator.
  @Test
  void howeverAServerWritesAnAddressNoneOfItIsLeft() {
    Random random = new Random(14);
    List<String> locals =
        List.of("ann.smith", "o'brien", "jose.garcia+news", "anna-maria", "x_y-zz");
    List<String> domains = List.of("mail.example", "big-corp.example", "bücher.example");
    List<String> before = List.of("", "550 5.1.1 ", "rcpt=", "(", "user", "_", "~", "\\n");
    List<String> behind = List.of("", " rejected", ":unknown", "1", "\\n", "...", ">", "x");
    for (int i = 0; i < 2_000; i++) {
      String local = any(locals, random);
      String domain = any(domains, random);
      String address = local + "@" + domain;
      String text =
          any(before, random) + any(WRITINGS, random).apply(address) + any(behind, random);

      String shown = MaskedText.of(text, List.of(any(locals, random) + "@x.example", address));

      assertThat(shown.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", ""))
          .as(text)
          .doesNotContain(lettersOf(local), lettersOf(domain));
      assertThat(shown).doesNotContain("@");
    }
  }

  private static <T> T any(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static String lettersOf(String part) {
    return part.replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
