package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DkimKey;
import dev.postrider.domain.text.Text;
import java.util.ArrayList;
import java.util.List;

/// The public keys of Easy DKIM that receivers find behind the CNAMEs. SES rotates its keys, so at
/// any time one of the three selectors may have none: one good key is enough.
///
/// @param tokens those whose CNAME is right
record EasyDkimKeyCheck(Target target, List<String> tokens, Dns dns) {

  Finding finding() {
    Expectation expected =
        new Expectation(
            Point.DKIM_KEY,
            "_domainkey." + target.domain(),
            Text.of("a public key of at least 2048 bits"));
    List<DkimKey.Usable> keys = new ArrayList<>();
    List<Text> others = new ArrayList<>();
    for (String token : tokens) {
      DnsName name = target.domain().child(token + "._domainkey");
      switch (dns.ask(name, RecordType.TXT)) {
        case DnsAnswer.Unanswered(Text why) -> {
          return expected.unchecked(why);
        }
        case DnsAnswer.Nothing _ -> others.add(Text.of("none at %s", token));
        case DnsAnswer.Found(List<String> values) -> sort(token, values, keys, others);
      }
    }
    return keys(expected, keys, others);
  }

  private static void sort(
      String token, List<String> values, List<DkimKey.Usable> keys, List<Text> others) {
    if (values.size() > 1) {
      others.add(Text.of("more than one at %s", token));
      return;
    }
    switch (DkimKey.parse(values.getFirst())) {
      case DkimKey.Usable usable -> keys.add(usable);
      case DkimKey.Revoked _ -> others.add(Text.of("a withdrawn one at %s", token));
      case DkimKey.Broken broken ->
          others.add(Text.of("a broken one at %s: %s", token, broken.why()));
    }
  }

  private Finding keys(Expectation expected, List<DkimKey.Usable> keys, List<Text> others) {
    List<Text> parts = new ArrayList<>();
    keys.forEach(key -> parts.add(Text.of("%s %s bits", key.type(), key.bits())));
    parts.addAll(others);
    Text found = parts.isEmpty() ? Text.of("no key") : Text.joined(", ", parts);
    if (keys.isEmpty()) {
      return expected.failure(
          found,
          Text.of(
              "The tokens are not those of a living identity: take the CNAMEs from 'domain "
                  + "records' again and replace the old ones"));
    }
    int bits = keys.stream().mapToInt(DkimKey.Usable::bits).min().orElseThrow();
    if (bits >= DkimKeyLength.GOOD) {
      return expected.pass(found);
    }
    Text longer =
        Text.of(
            "Switch the identity to RSA 2048: %s",
            target.sesv2(
                ("put-email-identity-dkim-signing-attributes --email-identity %s"
                        + " --signing-attributes-origin AWS_SES"
                        + " --signing-attributes NextSigningKeyLength=RSA_2048_BIT")
                    .formatted(target.domain())));
    return bits < DkimKeyLength.LEAST
        ? expected.failure(found, longer)
        : expected.warning(found, longer);
  }
}
