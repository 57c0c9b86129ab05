package dev.postrider.domain.dns;

import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An absolute DNS name: lower case, Punycode, without the last dot.
///
/// @param text the name, such as `_dmarc.example.com`
public record DnsName(String text) {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

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
    String longer = text + "." + zone.text;
    return isValid(longer) ? Optional.of(new DnsName(longer)) : Optional.empty();
  }

  /// Whether this is the other name or lies below it.
  public boolean isWithin(DnsName other) {
    return text.equals(other.text) || text.endsWith("." + other.text);
  }

  /// What stands before `zone`, as a DNS form asks for it; `@` for the zone itself.
  public String relativeTo(DnsName zone) {
    if (!isWithin(zone)) {
      return text;
    }
    return text.equals(zone.text) ? "@" : text.substring(0, text.length() - zone.text.length() - 1);
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
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return false;
    }
    for (String label : name.split("\\.", -1)) {
      if (label.isEmpty() || label.length() > LONGEST_LABEL || !isPrintable(label)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(String label) {
    return label.chars().allMatch(c -> c > ' ' && c < 127 && "\"\\;()@".indexOf(c) < 0);
  }
}
