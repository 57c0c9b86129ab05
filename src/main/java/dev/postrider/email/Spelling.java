package dev.postrider.email;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Guesses which name was meant.
final class Spelling {
  /// Longer names are not compared.
  private static final int LONGEST = 64;

  private Spelling() {}

  /// The name that differs least, in two characters at most and in no more than a third of its own;
  /// case, `_` and `-` do not count. Two swapped neighbours are one difference.
  static Optional<String> closest(String written, List<String> names) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String folded = folded(written);
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(folded, folded(name))))
        .filter(name -> distance(folded, folded(name)) <= Math.min(2, name.length() / 3));
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /// How many insertions, deletions, replacements and swaps of neighbours turn one into the other
  /// (optimal string alignment).
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, one, other, i, j);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int step(int[][] cost, String one, String other, int i, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int least =
        Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
