package dev.postrider.domain.mail;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks up the DNS from a domain in search of DMARC records, as receivers of RFC 9989 (4.10) find
/// policies and organisational domains. Asks for each name once: it is made for one check.
public final class DmarcTreeWalk {
  private static final int MOST_QUESTIONS = 8;

  private final Dns dns;
  private final Map<DnsName, Place> places = new HashMap<>();

  public DmarcTreeWalk(Dns dns) {
    this.dns = dns;
  }

  /// What the DNS says at `_dmarc` below a domain.
  public record Place(DnsName domain, DnsAnswer answer) {

    /// Where the record stands.
    public DnsName name() {
      return domain.child("_dmarc");
    }

    /// TXT values that receivers take for DMARC records; more than one void each other.
    public List<String> records() {
      return answer.values().stream().filter(DmarcRecord::isDmarc).toList();
    }

    /// The one record; empty when there is none, or several.
    public Optional<DmarcRecord> record() {
      return records().size() == 1
          ? Optional.of(DmarcRecord.parse(records().getFirst()))
          : Optional.empty();
    }

    private char publicSuffix() {
      return record().map(DmarcRecord::publicSuffix).orElse('u');
    }
  }

  /// What stands at one domain.
  public Place at(DnsName domain) {
    return places.computeIfAbsent(
        domain, name -> new Place(name, dns.ask(name.child("_dmarc"), RecordType.TXT)));
  }

  /// The places that a receiver asks for a domain, nearest first: the domain itself and those above
  /// it, eight at most, up to the first that says `psd`. The first that was not answered ends the
  /// walk, but for a top-level domain: those that have a record are rare, and so are servers that
  /// answer for them to everybody.
  public List<Place> walk(DnsName start) {
    List<Place> asked = new ArrayList<>();
    for (DnsName domain : names(start)) {
      Place place = at(domain);
      boolean top = domain.text().indexOf('.') < 0;
      if (place.answer() instanceof DnsAnswer.Unanswered && top) {
        break;
      }
      asked.add(place);
      if (place.publicSuffix() != 'u' || place.answer() instanceof DnsAnswer.Unanswered) {
        break;
      }
    }
    return asked;
  }

  /// Why the walk from a domain came to no end; empty when all its questions were answered.
  public Optional<Text> unanswered(DnsName start) {
    return walk(start).getLast().answer() instanceof DnsAnswer.Unanswered(Text why)
        ? Optional.of(why)
        : Optional.empty();
  }

  /// The organisational domain by the records that the walk finds; the domain itself when it finds
  /// none.
  public DnsName organizationalDomain(DnsName start) {
    List<Place> walked = walk(start);
    Place last = walked.getLast();
    if (last.publicSuffix() == 'y' && walked.size() > 1) {
      return walked.get(walked.size() - 2).domain();
    }
    return walked.reversed().stream()
        .filter(place -> place.record().isPresent())
        .map(Place::domain)
        .findFirst()
        .orElse(start);
  }

  /// Whether an authenticated domain speaks for the domain in From in relaxed mode.
  public boolean align(DnsName authenticated, DnsName from) {
    return authenticated.equals(from)
        || organizationalDomain(authenticated).equals(organizationalDomain(from));
  }

  /// The place whose record receivers apply to mail from a domain: its own, else that of its
  /// organisational domain, else that of the public suffix above it.
  public Optional<Place> policy(DnsName from) {
    List<Place> walked = walk(from);
    DnsName organization = organizationalDomain(from);
    return List.of(from, organization, walked.getLast().domain()).stream()
        .map(this::at)
        .filter(place -> place.record().isPresent())
        .filter(
            place ->
                place.domain().equals(from)
                    || place.domain().equals(organization)
                    || place.publicSuffix() == 'y')
        .findFirst();
  }

  private static List<DnsName> names(DnsName start) {
    List<DnsName> names = new ArrayList<>(List.of(start));
    String rest = start.text();
    while (rest.indexOf('.') > 0) {
      rest = rest.substring(rest.indexOf('.') + 1);
      if (rest.chars().filter(c -> c == '.').count() < MOST_QUESTIONS - 1) {
        names.add(new DnsName(rest));
      }
    }
    return names;
  }
}
