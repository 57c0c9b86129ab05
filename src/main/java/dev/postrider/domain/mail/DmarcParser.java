package dev.postrider.domain.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads one record's tags. What receivers do with a wrong one is in RFC 7489, 6.3 and 6.6.3, and
/// in RFC 9989: a wrong version or policy voids the record, anything else is passed over.
final class DmarcParser {
  private final TagList tags;
  private final List<String> faults = new ArrayList<>();
  private final List<String> flaws;

  DmarcParser(TagList tags) {
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
