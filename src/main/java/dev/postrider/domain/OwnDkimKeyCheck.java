package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DkimKey;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.regex.Pattern;

/// The public key of a key pair that the owner brought (BYODKIM): one TXT record that he wrote.
record OwnDkimKeyCheck(Target target, Dns dns) {
  private static final int LONGEST_STRING = 255;
  private static final Pattern KEY = Pattern.compile("(?<=p=)[^;]*");

  Finding finding(String selector) {
    DnsName name = target.domain().child(selector + "._domainkey");
    Expectation expected =
        new Expectation(
            Point.DKIM_KEY, name.text(), Text.of("one TXT record with an RSA key of 2048 bits"));
    return switch (dns.ask(name, RecordType.TXT)) {
      case DnsAnswer.Unanswered(Text why) -> expected.unchecked(why);
      case DnsAnswer.Nothing _ -> missing(name, expected, Text.of("no key"));
      case DnsAnswer.Found(List<String> values)
          when new Wildcard(dns).answers(name, RecordType.TXT, values) ->
          missing(name, expected, Wildcard.found(values.getFirst()));
      case DnsAnswer.Found(List<String> values) when values.size() > 1 ->
          expected.failure(
              Text.of("%s TXT records, of which receivers may take any", values.size()),
              Text.of(
                  "Delete all at %s but the public key of the private key that SES has",
                  new Alias(dns).place(name)));
      case DnsAnswer.Found(List<String> values) -> one(values.getFirst(), expected);
    };
  }

  private Finding missing(DnsName name, Expectation expected, Text found) {
    return new Misplaced(dns, target.domain())
        .doubled(expected, name, RecordType.TXT, OwnDkimKeyCheck::isKey)
        .orElseGet(
            () ->
                expected.failure(
                    found,
                    Text.of(
                        "Publish the public key of your private key as TXT at %s: v=DKIM1; k=rsa; p=…",
                        name)));
  }

  private Finding one(String text, Expectation expected) {
    String unquoted = unquoted(text);
    if (!unquoted.equals(text.strip()) && !isKey(text) && isKey(unquoted)) {
      return expected.failure(
          Text.of("quotes inside the value: %s", text),
          Text.of(
              "Enter the value at %s without quotes of your own: %s", place(expected), unquoted));
    }
    return switch (DkimKey.parse(text)) {
      case DkimKey.Usable key -> usable(key, expected);
      case DkimKey.Revoked _ ->
          expected.failure(
              Text.of("a withdrawn key: p= is empty"),
              Text.of("Publish the public key of your private key at %s", place(expected)));
      case DkimKey.Broken broken -> broken(broken, text, expected);
    };
  }

  /// Without quotes and backslashes, and without the gaps that they leave in the key.
  private static String unquoted(String text) {
    return KEY.matcher(Quotes.removed(text)).replaceAll(key -> key.group().replace(" ", ""));
  }

  private static boolean isKey(String text) {
    return DkimKey.parse(text) instanceof DkimKey.Usable;
  }

  private Finding broken(DkimKey.Broken broken, String text, Expectation expected) {
    return switch (broken.reason()) {
      case CUT ->
          expected.failure(
              text.length() == LONGEST_STRING
                  ? Text.of("a key that is cut at 255 characters, the most that one string holds")
                  : Text.of("a broken key: %s", broken.why()),
              Text.of(
                  "Enter the whole key at %s: as strings of at most 255 characters, without a "
                      + "gap",
                  place(expected)));
      case PRIVATE ->
          expected.failure(
              Text.of("a private key: whoever reads it can sign as this domain"),
              Text.of("Delete the record at %s and the key. %s", place(expected), newKey()));
      default ->
          expected.failure(
              Text.of("a broken key: %s", broken.why()),
              Text.of(
                  "Publish at %s what openssl prints for your private key with -pubout, in one line:"
                      + " v=DKIM1; k=rsa; p=…",
                  place(expected)));
    };
  }

  private Finding usable(DkimKey.Usable key, Expectation expected) {
    Text found = Text.of("%s %s bits", key.type(), key.bits());
    if (!key.type().equals("rsa")) {
      return expected.failure(Text.of("%s, but SES signs with RSA", found), newKey());
    }
    if (key.bits() < DkimKeyLength.LEAST) {
      return expected.failure(found, newKey());
    }
    if (!key.flaws().isEmpty()) {
      DkimKey.Weakness flaw = key.flaws().getFirst();
      return expected.warning(
          Text.of("%s; %s", found, flaw.text()),
          switch (flaw) {
            case TESTING -> Text.of("Remove t=y from the record at %s", place(expected));
            case PKCS1 ->
                Text.of(
                    "Publish at %s the key that openssl rsa -in KEYFILE -pubout prints",
                    place(expected));
            case LONG -> newKey();
          });
    }
    return key.bits() < DkimKeyLength.GOOD
        ? expected.warning(found, newKey())
        : expected.pass(found);
  }

  private Text place(Expectation expected) {
    return new Alias(dns).place(new DnsName(expected.subject()));
  }

  /// The key stays the owner's own; a new selector, since mail that is on its way has the old one.
  private Text newKey() {
    return Text.of(
        "Make an RSA key pair of 2048 bits, publish its public key under a new "
            + "selector, then: %s",
        target.ownKey("NEWSELECTOR"));
  }
}
