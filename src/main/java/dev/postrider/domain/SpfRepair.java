package dev.postrider.domain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Writes the SPF record that should stand instead of what is there.
final class SpfRepair {
  private static final String AMAZON = "include:amazonses.com";

  private SpfRepair() {}

  /// One record with the terms of several, each once, and the mildest of their endings.
  static String merged(List<String> records) {
    Set<String> terms = new LinkedHashSet<>();
    boolean soft = false;
    for (String record : records) {
      for (String term : record.strip().split("\\s+", -1)) {
        boolean all = term.matches("[-+~?]?all");
        soft |= all && !term.equals("-all");
        if (!all && !term.equalsIgnoreCase("v=spf1")) {
          terms.add(term);
        }
      }
    }
    return "v=spf1 " + String.join(" ", terms) + (soft ? " ~all" : " -all");
  }

  /// The record with SES's include in front of its other terms.
  static String withAmazon(String record) {
    return "v=spf1 " + AMAZON + record.substring("v=spf1".length());
  }
}
