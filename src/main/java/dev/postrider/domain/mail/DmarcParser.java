package dev.postrider.domain.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one record's tags.
final class DmarcParser {
  private final TagList tags;
  private final List<String> problems;

  DmarcParser(TagList tags) {
    this.tags = tags;
    this.problems = new ArrayList<>(tags.problems());
  }

  DmarcRecord parse(String text) {
    if (!text.strip().matches("v\\s*=\\s*DMARC1\\s*(?:;.*)?")) {
      problems.addFirst("it does not begin with exactly 'v=DMARC1;'");
    }
    Policy policy = policy("p").orElse(Policy.NONE);
    if (tags.get("p").isEmpty()) {
      problems.add("it has no p=");
    }
    return new DmarcRecord(
        policy,
        policy("sp").orElse(policy),
        percent(),
        tags.get("t").orElse("n").equalsIgnoreCase("y"),
        strict("adkim"),
        strict("aspf"),
        addresses(),
        tags,
        problems);
  }

  private Optional<Policy> policy(String tag) {
    Optional<String> text = tags.get(tag);
    Optional<Policy> policy = text.flatMap(Policy::of);
    if (text.isPresent() && policy.isEmpty()) {
      problems.add(tag + "=" + text.get() + " is not none, quarantine or reject");
    }
    return policy;
  }

  private int percent() {
    String text = tags.get("pct").orElse("100");
    if (!text.matches("\\d{1,2}|100")) {
      problems.add("pct=" + text + " is not a number from 0 to 100");
      return 100;
    }
    return Integer.parseInt(text);
  }

  private boolean strict(String tag) {
    String text = tags.get(tag).orElse("r");
    if (!text.equalsIgnoreCase("r") && !text.equalsIgnoreCase("s")) {
      problems.add(tag + "=" + text + " is not r or s");
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
        problems.add("rua has an entry that is not mailto: and a mailbox");
        continue;
      }
      addresses.add(text.substring("mailto:".length()).replaceFirst("!\\d+[kmgtKMGT]?$", ""));
    }
    return addresses;
  }
}
