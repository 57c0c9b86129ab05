package dev.postrider.email;

/// The letters and digits of a text in one case, and where they stand in it: what is between them
/// differs from server to server.
final class Letters {
  private final StringBuilder letters = new StringBuilder();
  private final int[] positions;

  Letters(String text) {
    positions = new int[text.length()];
    int codePoint;
    for (int at = 0; at < text.length(); at += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(at);
      if (isLetter(codePoint)) {
        int folded = Character.toLowerCase(Character.toUpperCase(codePoint));
        for (int i = 0; i < Character.charCount(codePoint); i++) {
          positions[letters.length()] = at + i;
          letters.append(Character.toChars(folded)[i]);
        }
      }
    }
  }

  private static boolean isLetter(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetterOrDigit(codePoint);
    };
  }

  int length() {
    return letters.length();
  }

  /// Where these letters come next; -1 where they do not.
  int indexOf(String other, int from) {
    return letters.indexOf(other, from);
  }

  /// The letters from one on.
  String from(int letter) {
    return letters.substring(letter);
  }

  /// Where a letter stands in the text.
  int position(int letter) {
    return positions[letter];
  }

  /// How much stands between a letter and the one before.
  int gapBefore(int letter) {
    return letter == 0 ? 0 : positions[letter] - positions[letter - 1] - 1;
  }

  /// Whether no letter stands right before this one; true for the end.
  boolean beginsWord(int letter) {
    return letter == 0 || letter == length() || gapBefore(letter) > 0;
  }
}
