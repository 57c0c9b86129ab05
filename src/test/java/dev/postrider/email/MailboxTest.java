package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      nullValues = "none",
      delimiter = '|',
      value = {
        // text | local part | domain | display name
        "kim@example.net | kim | example.net | none",
        "` \tkim@example.net \t` | kim | example.net | none",
        "Kim.Lee+x@EXAMPLE.Net | Kim.Lee+x | example.net | none",
        "!#$%&'*+-/=?^_{}~@example.net | !#$%&'*+-/=?^_{}~ | example.net | none",
        "<kim@example.net> | kim | example.net | none",
        "\"\" <kim@example.net> | kim | example.net | none",
        "Kim Lee <kim@example.net> | kim | example.net | Kim Lee",
        "`Kim Lee<kim@example.net>  ` | kim | example.net | Kim Lee",
        "Lee, Kim (Acme, Inc.) <kim@example.net> | kim | example.net | Lee, Kim (Acme, Inc.)",
        "\"Lee, Kim\" <kim@example.net> | kim | example.net | Lee, Kim",
        "\" a \\\"b\\\" \\\\ <c@d> \" <kim@example.net> | kim | example.net | a \"b\" \\ <c@d>",
        "山田太郎 <taro@例え.jp> | taro | xn--r8jz45g.jp | 山田太郎",
        "Jörg 🎉 <j@BÜCHER.example> | j | xn--bcher-kva.example | Jörg 🎉",
        "a@ｅｘａｍｐｌｅ。net | a | example.net | none",
        "a@xn--bcher-kva.example | a | xn--bcher-kva.example | none",
        "a@1.2-3.4x | a | 1.2-3.4x | none",
      })
  void aMailboxIsReadIntoItsParts(String text, String local, String domain, String name) {
    assertThat(Address.parse(text)).isEqualTo(new Address(local, domain, name));
  }

  @Test
  void partsOfTheGreatestLengthAreRead() {
    String local = "k".repeat(64);
    String domain = (("a".repeat(63) + ".").repeat(3) + "b".repeat(63)).substring(0, 255);

    assertThat(Address.parse(local + "@" + domain)).isEqualTo(new Address(local, domain, null));
    assertThat(Address.parse("n".repeat(256) + " <k@example.net>"))
        .isEqualTo(new Address("k", "example.net", "n".repeat(256)));
  }

  @Test
  void whatSesIsGivenIsAtMost320CharactersLong() {
    String address = " <success@simulator.amazonses.com>";
    String longest = "山".repeat(58) + address;

    assertThat(Address.parse(longest).mailbox()).hasSizeBetween(310, 320);
    assertThatThrownBy(() -> Address.parse("山" + longest))
        .hasMessageStartingWith("found a mailbox of 321 characters with its display name encoded");
  }

  @Test
  void whatIsNoMailboxIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> Address.parse("secret.example.com"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "found a string of 18 characters without @, allowed is local@domain or Display Name"
                + " <local@domain>");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "kim@example.net | kim@example.net",
        "Kim Lee <kim@example.net> | \"Kim Lee\" <kim@example.net>",
        "\"a \\\"b\\\" \\\\\" <kim@example.net> | \"a \\\"b\\\" \\\\\" <kim@example.net>",
        "Jörg <j@bücher.example> | =?UTF-8?B?SsO2cmc=?= <j@xn--bcher-kva.example>",
        "Kim\tLee <kim@example.net> | =?UTF-8?B?S2ltCUxlZQ==?= <kim@example.net>",
      })
  void anAddressIsWrittenAsSesTakesIt(String text, String written) {
    assertThat(Address.parse(text).mailbox()).isEqualTo(written);
  }

  @Test
  void aMailboxIsRefusedForItsLengthBeforeAnythingElseIsDoneWithIt() {
    assertThatThrownBy(() -> Address.parse("x" + " ".repeat(1_000_000) + "y@example.com"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "found a string of 1,000,014 characters, allowed is a mailbox of at most 1,000"
                + " characters");
  }

  @Test
  void aMailboxOf1000CharactersIsReadAndOneMoreIsNot() {
    String longest = " ".repeat(985) + "kim@example.net";

    assertThat(Address.parse(longest)).isEqualTo(new Address("kim", "example.net", null));
    assertThatThrownBy(() -> Address.parse(" " + longest))
        .hasMessageStartingWith("found a string of 1,001 characters");
  }

  @Test
  void aQuotedNameThatEndsInTheMiddleOfAnEscapeIsRefused() {
    assertThatThrownBy(() -> Address.parse("\"Kim\\ <kim@example.net>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("found a quoted display name that does not end");
  }

  /// The key of an address that somebody else wrote: whatever it looks like, it has one.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        // text | key
        "KIM@Example.Net | kim@example.net",
        "<Kim@example.net> | kim@example.net",
        "Kim <Kim@example.net> | kim@example.net",
        "a><Kim@example.net> | kim@example.net",
        "a> Kim <Kim@example.net> | kim@example.net",
        "Kim@example.net (Kim (Lee)) | kim@example.net",
        "Kim@example.net (Kim <lee@example.net>) | kim@example.net",
        "kim(home)@example.net | kim@example.net",
        "RFC822;<Kim@example.net> | kim@example.net",
        "utf-8; kim@Bücher.example | kim@xn--bcher-kva.example",
        "mailto:kim@example.net | kim@example.net",
        "<@relay.example,@b.example:kim@example.net> | kim@example.net",
        "\"kim\"@example.net | kim@example.net",
        "\"k\\im\"@example.net | kim@example.net",
        "\"kim@example.net\" | kim@example.net",
        "'kim@example.net' | kim@example.net",
        "'kim'@example.net | 'kim'@example.net",
        "kim@example.net. | kim@example.net",
        "kim@example.net | kim@example.net",
        "<kim@example.net | kim@example.net",
        "kim@example.net> | kim@example.net",
        "kim@example.net; | kim@example.net",
        "kim @ example.net | kim@example.net",
        "kim@bücher.example。 | kim@xn--bcher-kva.example",
        "\"Lee, Kim (home)\" <kim@example.net> | kim@example.net",
        "@ | @",
        "@@ | @@",
        "\" | \"",
        "( | (",
        "Kim@example.net (Kim) | kim@example.net",
        "rfc822; Kim@example.net | kim@example.net",
        "Kim@BÜCHER.example | kim@xn--bcher-kva.example",
        "Kim@Bücher..Example | kim@bücher..example",
        "Kim <Kim@example.net | kim <kim@example.net",
        "Kim | kim",
      })
  void everyAddressFromOutsideHasAKey(String text, String key) {
    assertThat(Address.keyOf(text)).isEqualTo(key);
  }
}
