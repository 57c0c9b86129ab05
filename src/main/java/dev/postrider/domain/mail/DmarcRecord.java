package dev.postrider.domain.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One DMARC policy record (RFC 9989; RFC 7489 before it).
///
/// @param policy `p`, for the domain itself
/// @param subdomainPolicy `sp`; the same as `policy` when not given
/// @param nonexistentPolicy `np` of RFC 9989, for names below the domain that do not exist;
///     the same as `subdomainPolicy` when not given
/// @param percent `pct`, 0–100; 100 when not given. RFC 9989 did away with it: receivers that
///     follow it apply the policy to all mail
/// @param testing `t=y`: receivers of RFC 9989 apply one step less than the policy
/// @param strictDkim `adkim=s`
/// @param strictSpf `aspf=s`
/// @param reportAddresses `rua`, mailboxes without `mailto:` and size
/// @param tags all tags, for writing a changed record
/// @param faults what makes receivers ignore the record, or take it as `p=none`
/// @param flaws what receivers pass over while they obey the rest of the record
public record DmarcRecord(
    Policy policy,
    Policy subdomainPolicy,
    Policy nonexistentPolicy,
    int percent,
    boolean testing,
    boolean strictDkim,
    boolean strictSpf,
    List<String> reportAddresses,
    TagList tags,
    List<String> faults,
    List<String> flaws) {

  public DmarcRecord {
    reportAddresses = List.copyOf(reportAddresses);
    faults = List.copyOf(faults);
    flaws = List.copyOf(flaws);
  }

  /// Everything that is wrong with it; empty when it is valid.
  public List<String> problems() {
    return Stream.concat(faults.stream(), flaws.stream()).toList();
  }

  /// Whether it asks for less than its policy says: for a share of the mail, or one step less.
  public boolean partly() {
    return percent < 100 || testing;
  }

  /// Whether receivers obey it.
  public boolean counts() {
    return faults.isEmpty();
  }

  /// Whether a TXT value was meant as a DMARC record, right or not.
  public static boolean looksLikeDmarc(String text) {
    return text.replaceAll("[\\s\"'\\\\]", "").toLowerCase(Locale.ROOT).startsWith("v=dmarc");
  }

  /// Reads any text; what is wrong with it stands in `faults` and `flaws`.
  public static DmarcRecord parse(String text) {
    return new Parser(TagList.parse(text)).parse(text);
  }

  /// Reads one record's tags. What receivers do with a wrong one is in RFC 7489, 6.3 and 6.6.3, and
  /// in RFC 9989: a wrong version or policy voids the record, anything else is passed over.
  private static final class Parser {
    private final TagList tags;
    private final List<String> faults = new ArrayList<>();
    private final List<String> flaws;

    Parser(TagList tags) {
      this.tags = tags;
      this.flaws = new ArrayList<>(tags.problems());
    }

    DmarcRecord parse(String text) {
      if (!text.strip().matches("v\\s*=\\s*DMARC1\\s*(?:;.*)?")) {
        faults.addFirst("it does not begin with exactly 'v=DMARC1;'");
      }
      Policy policy = policy("p").orElse(Policy.NONE);
      if (tags.get("p").isEmpty()) {
        faults.add("it has no p=");
      }
      Policy subdomains = policy("sp").orElse(policy);
      return new DmarcRecord(
          policy,
          subdomains,
          policy("np").orElse(subdomains),
          percent(),
          tags.get("t").orElse("n").equalsIgnoreCase("y"),
          strict("adkim"),
          strict("aspf"),
          addresses(),
          tags,
          faults,
          flaws);
    }

    /// The strictest when it is given twice: receivers differ in which one they take.
    private Optional<Policy> policy(String tag) {
      List<String> texts = tags.all(tag);
      Optional<Policy> policy =
          texts.stream().flatMap(text -> Policy.of(text).stream()).max(Comparator.naturalOrder());
      if (!texts.isEmpty() && policy.isEmpty()) {
        faults.add(tag + "=" + texts.getFirst() + " is not none, quarantine or reject");
      }
      return policy;
    }

    private int percent() {
      String text = tags.get("pct").orElse("100");
      if (!text.matches("\\d{1,2}|100")) {
        flaws.add("pct=" + text + " is not a number from 0 to 100");
        return 100;
      }
      return Integer.parseInt(text);
    }

    private boolean strict(String tag) {
      String text = tags.get(tag).orElse("r");
      if (!text.equalsIgnoreCase("r") && !text.equalsIgnoreCase("s")) {
        flaws.add(tag + "=" + text + " is not r or s");
      }
      return text.equalsIgnoreCase("s");
    }

    private List<String> addresses() {
      List<String> addresses = new ArrayList<>();
      for (String uri : tags.get("rua").orElse("").split(",", -1)) {
        String text = uri.strip();
        if (text.isEmpty()) {
          continue;
        }
        if (!text.matches("(?i)mailto:[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
          flaws.add("rua has an entry that is not mailto: and a mailbox");
          continue;
        }
        addresses.add(text.substring("mailto:".length()).replaceFirst("!\\d+[kmgtKMGT]?$", ""));
      }
      return addresses;
    }
  }
}
