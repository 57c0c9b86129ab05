package dev.postrider.domain.dns;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An absolute DNS name: lower case, Punycode, without the last dot.
///
/// @param text the name, such as `_dmarc.example.com`
public record DnsName(@JsonValue String text) {
  private static final int LONGEST_NAME = 253;

  /// Labels of at most 63 characters, all printable.
  private static final Pattern NAME =
      Pattern.compile("(?:LABEL\\.)*LABEL".replace("LABEL", "[!-~&&[^.\"\\\\;()@]]{1,63}"));

  /// Lower-cases; throws `IllegalArgumentException` when the text is not a DNS name.
  public DnsName {
    text = ascii(text.strip());
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a domain name: '" + text + "'");
    }
  }

  /// A name from outside; empty when the text is not a DNS name.
  public static Optional<DnsName> of(String text) {
    try {
      return Optional.of(new DnsName(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The name below this one: `DnsName("example.com").child("_dmarc")` is `_dmarc.example.com`.
  public DnsName child(String labels) {
    return new DnsName(labels + "." + text);
  }

  /// This name with all of another put behind it, as DNS forms do that append the zone by
  /// themselves; empty when the result is too long to be a name.
  public Optional<DnsName> under(DnsName zone) {
    return of(text + "." + zone.text);
  }

  /// What stands before `zone`, as a DNS form asks for it; `@` for the zone itself, the whole name
  /// where it does not lie below the zone.
  public String relativeTo(DnsName zone) {
    if (equals(zone)) {
      return "@";
    }
    String end = "." + zone.text;
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  /// This name and every name above it that has at least two labels, nearest first.
  public List<DnsName> selfAndAncestors() {
    List<DnsName> names = new ArrayList<>();
    String rest = text;
    while (rest.indexOf('.') > 0) {
      names.add(new DnsName(rest));
      rest = rest.substring(rest.indexOf('.') + 1);
    }
    return names;
  }

  @Override
  public String toString() {
    return text;
  }

  private static String ascii(String name) {
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    boolean foreign = bare.chars().anyMatch(c -> c > 127);
    return (foreign ? IDN.toASCII(bare) : bare).toLowerCase(Locale.ROOT);
  }

  private static boolean isValid(String name) {
    return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
  }
}
