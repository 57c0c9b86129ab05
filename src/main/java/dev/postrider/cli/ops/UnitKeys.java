package dev.postrider.cli.ops;

import dev.postrider.ledger.LedgerReader;
import dev.postrider.ledger.UnitRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The ledger's keys that an id may stand for. The ledger alone does not say whether a message has
/// `recipients`.
final class UnitKeys {
  /// The most entries that a message may have.
  static final int ENTRIES = 500;

  private static final int AT_ONCE = 100;

  private UnitKeys() {}

  /// Whether the text can be the id of a message, or of one of its units.
  static boolean isId(String id) {
    return id.matches("[A-Za-z0-9_-]{1,128}(#[0-9]{1,3})?");
  }

  /// Whether the text names one unit of a message with `recipients`.
  static boolean isEntry(String id) {
    return id.contains("#");
  }

  /// `id#0`, `id#1`, ….
  static List<String> entries(String id, int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> id + "#" + n).toList();
  }

  /// What the ledger knows of a unit or of all units of a message, in the order of the entries.
  static Map<String, UnitRecord> find(LedgerReader ledger, String id) {
    Map<String, UnitRecord> found = new TreeMap<>(UnitKeys::compare);
    found.putAll(ledger.find(List.of(id)));
    if (!found.isEmpty() || isEntry(id)) {
      return found;
    }
    for (int from = 0; from < ENTRIES; from += AT_ONCE) {
      Map<String, UnitRecord> some = ledger.find(entries(id, from, from + AT_ONCE));
      if (some.isEmpty() && !found.isEmpty()) {
        break;
      }
      found.putAll(some);
    }
    return found;
  }

  /// In the order of the entries.
  static int compare(String a, String b) {
    return Integer.compare(entry(a), entry(b));
  }

  private static int entry(String key) {
    int hash = key.indexOf('#');
    return hash < 0 ? -1 : Integer.parseInt(key.substring(hash + 1));
  }
}
