package dev.postrider.email;

import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/// A local part, a domain or a name of a recipient.
///
/// @param letters what [Letters] has of it, at least one
/// @param starts where a word begins in them
record NamedPart(String letters, BitSet starts) {
  /// What may stand between two words.
  private static final int LONGEST_GAP = 6;

  /// Words of as many letters together are found inside a longer word too, if something is between
  /// them.
  private static final int DISTINCT = 4;

  /// Empty for a part without a letter or a digit.
  static Optional<NamedPart> of(String part) {
    Letters of = new Letters(part);
    BitSet starts = new BitSet();
    for (int i = 0; i < of.length(); i++) {
      starts.set(i, of.beginsWord(i));
    }
    return of.length() == 0 ? Optional.empty() : Optional.of(new NamedPart(of.from(0), starts));
  }

  /// Whether the part is named where its letters stand: whole words only, so that the local part
  /// `a` is found in `a@` and not in each word.
  ///
  /// @param from of which letter
  boolean isNamedIn(Letters text, int from) {
    int end = from + letters.length();
    return hasItsGaps(text, from, end)
        && (isDistinct(text, from) || (text.beginsWord(from) && text.beginsWord(end)));
  }

  /// Whether the text ends in the middle of the part.
  ///
  /// @param from the letter with which the part would begin
  boolean isCutIn(Letters text, int from) {
    return text.length() - from <= letters.length()
        && text.beginsWord(from)
        && letters.startsWith(text.from(from))
        && hasItsGaps(text, from, text.length());
  }

  private boolean hasItsGaps(Letters text, int from, int end) {
    return IntStream.range(from + 1, end)
        .allMatch(i -> text.gapBefore(i) <= (starts.get(i - from) ? LONGEST_GAP : 0));
  }

  private boolean isDistinct(Letters text, int from) {
    return starts.cardinality() > 1
        && letters.length() >= DISTINCT
        && starts.stream().skip(1).allMatch(start -> text.gapBefore(from + start) > 0);
  }
}
