package dev.postrider.dispatch;

import dev.postrider.email.Email;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/// Which entries of a `recipients` message a copy is about, written as `0-3,7`. A copy without
/// ranges is about all of them.
///
/// @param text the ranges in ascending order; empty for all entries
public record EntryRanges(String text) {

  /// Five hundred entries, every other one of them, take half of it.
  private static final int LONGEST = 2_000;

  private static final Pattern RANGES =
      Pattern.compile("\\d{1,3}(-\\d{1,3})?(,\\d{1,3}(-\\d{1,3})?)*+");

  /// All entries.
  public static final EntryRanges ALL = new EntryRanges("");

  /// @throws IllegalArgumentException when the text is not a list of ranges
  public EntryRanges {
    if (!text.isEmpty() && (text.length() > LONGEST || !RANGES.matcher(text).matches())) {
      throw new IllegalArgumentException(
          "entries: found text of "
              + text.length()
              + " characters, allowed are ranges such as 0-3,7");
    }
  }

  /// The ranges of these entries; their order does not matter.
  public static EntryRanges of(Iterable<Integer> entries) {
    BitSet set = new BitSet();
    entries.forEach(set::set);
    List<String> ranges = new ArrayList<>();
    for (int from = set.nextSetBit(0); from >= 0; ) {
      int to = set.nextClearBit(from);
      ranges.add(to - from == 1 ? String.valueOf(from) : from + "-" + (to - 1));
      from = set.nextSetBit(to);
    }
    return new EntryRanges(String.join(",", ranges));
  }

  /// Whether the copy is about this entry.
  public boolean contains(int entry) {
    return text.isEmpty() || toSet().get(entry);
  }

  /// The units of a message that the copy is about. Ranges that reach beyond the message's entries
  /// are not of a copy that we made: then it is about all of them, since no message may vanish.
  public List<Email.Unit> unitsOf(Email email) {
    if (isAll() || toSet().length() > email.units().size()) {
      return email.units();
    }
    return email.units().stream()
        .filter(unit -> unit.entry().map(this::contains).orElse(true))
        .toList();
  }

  /// Whether the copy is about every entry.
  public boolean isAll() {
    return text.isEmpty();
  }

  private BitSet toSet() {
    BitSet set = new BitSet();
    for (String range : text.split(",", -1)) {
      int dash = range.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
      set.set(from, Math.max(from, to) + 1);
    }
    return set;
  }
}
