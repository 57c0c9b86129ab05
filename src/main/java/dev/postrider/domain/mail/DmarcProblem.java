package dev.postrider.domain.mail;

import dev.postrider.domain.text.Text;

/// Something wrong with a DMARC record: what, and the part of the record that it is about.
///
/// @param argument the part of the record; empty where the kind says all
public record DmarcProblem(Kind kind, String argument) {

  /// What receivers do with a record that has a problem (RFC 9989, 4.7 and 4.10.1).
  public enum Effect {
    /// They throw the record away.
    VOIDS,
    /// They act as if it said `p=none`.
    DISARMS,
    /// Some throw the record away, others take one of the two values.
    DISPUTED,
    /// They pass over the part and obey the rest.
    IGNORED
  }

  /// The kinds of problems.
  public enum Kind {
    VERSION(Effect.VOIDS, "it does not begin with exactly 'v=DMARC1;'"),
    NO_POLICY_NOR_REPORTS(Effect.VOIDS, "it has no p= and no rua="),
    NO_POLICY(Effect.IGNORED, "it has no p=, so receivers act as if it said p=none"),
    UNUSABLE_POLICY(Effect.VOIDS, "%s is not none, quarantine or reject"),
    DISARMED_POLICY(
        Effect.DISARMS,
        "%s is not none, quarantine or reject, so receivers act as if the record said p=none"),
    TWICE(Effect.DISPUTED, "'%s' is given twice"),
    NOT_A_TAG(Effect.IGNORED, "'%s' is not name=value"),
    UNKNOWN_TAG(Effect.IGNORED, "'%s' is not a tag of DMARC"),
    CAPITALS(Effect.IGNORED, "'%s' is written with capitals, which some receivers do not know"),
    PERCENT(Effect.IGNORED, "%s is not a number from 0 to 100"),
    ALIGNMENT(Effect.IGNORED, "%s is not r or s"),
    TESTING(Effect.IGNORED, "%s is not y or n"),
    PUBLIC_SUFFIX(Effect.IGNORED, "%s is not y, n or u"),
    FAILURE_OPTIONS(Effect.IGNORED, "%s is not made of 0, 1, d and s"),
    NO_MAILBOX(Effect.IGNORED, "%s has an entry that is not mailto: and a mailbox"),
    SIZE(
        Effect.IGNORED,
        "'%s' is not a size; some receivers send no report to a mailbox that has it");

    private final Effect effect;
    private final String pattern;

    Kind(Effect effect, String pattern) {
      this.effect = effect;
      this.pattern = pattern;
    }

    /// What receivers do.
    public Effect effect() {
      return effect;
    }
  }

  /// In words.
  public Text text() {
    return kind.pattern.contains("%s") ? Text.of(kind.pattern, argument) : Text.of(kind.pattern);
  }
}
