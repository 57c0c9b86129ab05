package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DkimKey;
import java.util.ArrayList;
import java.util.List;

/// The public keys that receivers find under the selectors. SES rotates its keys, so at any time
/// one of the three selectors may have none: one good key is enough.
record DkimKeyCheck(Target target, IdentityFacts.Dkim dkim, Dns dns) {
  private static final int GOOD_BITS = 2048;
  private static final int LEAST_BITS = 1024;
  private static final String EXPECTED = "a public key of at least 2048 bits";

  Finding finding() {
    List<DkimKey.Usable> keys = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String token : dkim.tokens()) {
      DnsName name = target.domain().child(token + "._domainkey");
      switch (dns.ask(name, RecordType.TXT)) {
        case DnsAnswer.Unanswered lost -> {
          return Finding.unchecked(Point.DKIM_KEY, subject(), lost.why(), EXPECTED);
        }
        case DnsAnswer.Nothing _ -> others.add("none at " + token);
        case DnsAnswer.Found found -> sort(token, found, keys, others);
      }
    }
    return verdict(keys, others);
  }

  private static void sort(
      String token, DnsAnswer.Found found, List<DkimKey.Usable> keys, List<String> others) {
    if (found.values().size() > 1) {
      others.add("more than one at " + token);
      return;
    }
    switch (DkimKey.parse(found.values().getFirst())) {
      case DkimKey.Usable usable -> keys.add(usable);
      case DkimKey.Revoked _ -> others.add("a withdrawn one at " + token);
      case DkimKey.Broken broken -> others.add("a broken one at " + token + ": " + broken.why());
    }
  }

  private Finding verdict(List<DkimKey.Usable> keys, List<String> others) {
    String found = describe(keys, others);
    if (keys.isEmpty()) {
      return Finding.failure(Point.DKIM_KEY, subject(), found, EXPECTED, withoutKey());
    }
    int bits =
        keys.stream()
            .filter(key -> key.type().equals("rsa"))
            .mapToInt(DkimKey.Usable::bits)
            .min()
            .orElse(GOOD_BITS);
    if (bits < LEAST_BITS) {
      return Finding.failure(Point.DKIM_KEY, subject(), found, EXPECTED, longerKey());
    }
    return bits < GOOD_BITS
        ? Finding.warning(Point.DKIM_KEY, subject(), found, EXPECTED, longerKey())
        : Finding.pass(Point.DKIM_KEY, subject(), found, EXPECTED);
  }

  private static String describe(List<DkimKey.Usable> keys, List<String> others) {
    List<String> parts = new ArrayList<>();
    keys.forEach(key -> parts.add(key.type() + " " + key.bits() + " bits"));
    parts.addAll(others);
    return parts.isEmpty() ? "no key" : String.join(", ", parts);
  }

  private String withoutKey() {
    return dkim.easy()
        ? "The tokens are not those of a living identity: take the CNAMEs from 'domain records'"
            + " again and replace the old ones"
        : "Publish the public key of your selector as a TXT record";
  }

  private String longerKey() {
    return "Switch the identity to RSA 2048: aws sesv2"
        + " put-email-identity-dkim-signing-attributes --email-identity "
        + target.domain()
        + " --signing-attributes-origin AWS_SES"
        + " --signing-attributes NextSigningKeyLength=RSA_2048_BIT";
  }

  private String subject() {
    return "_domainkey." + target.domain();
  }
}
