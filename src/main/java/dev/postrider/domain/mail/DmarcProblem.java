package dev.postrider.domain.mail;

import dev.postrider.domain.text.Text;

/// Something wrong with a DMARC record: what, and the part of the record that it is about.
///
/// @param argument the part of the record; empty where the kind says all
public record DmarcProblem(Kind kind, String argument) {

  /// What receivers do with a record that has a problem (RFC 9989, 4.7 and 4.10.1).
  public enum Treatment {
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
    VERSION(Treatment.VOIDS, "it does not begin with exactly 'v=DMARC1;'"),
    NO_POLICY_NOR_REPORTS(Treatment.VOIDS, "it has no p= and no rua="),
    NO_POLICY(Treatment.IGNORED, "it has no p=, so receivers act as if it said p=none"),
    UNUSABLE_POLICY(Treatment.VOIDS, "%s is not none, quarantine or reject"),
    DISARMED_POLICY(
        Treatment.DISARMS,
        "%s is not none, quarantine or reject, so receivers act as if the record said p=none"),
    TWICE(Treatment.DISPUTED, "'%s' is given twice"),
    NOT_A_TAG(Treatment.IGNORED, "'%s' is not name=value"),
    UNKNOWN_TAG(Treatment.IGNORED, "'%s' is not a tag of DMARC"),
    CAPITALS(Treatment.IGNORED, "'%s' is written with capitals, which some receivers do not know"),
    PERCENT(Treatment.IGNORED, "%s is not a number from 0 to 100"),
    ALIGNMENT(Treatment.IGNORED, "%s is not r or s"),
    TESTING(Treatment.IGNORED, "%s is not y or n"),
    PUBLIC_SUFFIX(Treatment.IGNORED, "%s is not y, n or u"),
    FAILURE_OPTIONS(Treatment.IGNORED, "%s is not made of 0, 1, d and s"),
    NO_MAILBOX(Treatment.IGNORED, "%s has an entry that is not mailto: and a mailbox"),
    SIZE(
        Treatment.IGNORED,
        "'%s' is not a size; some receivers send no report to a mailbox that has it");

    private final Treatment effect;
    private final String pattern;

    Kind(Treatment effect, String pattern) {
      this.effect = effect;
      this.pattern = pattern;
    }

    /// What receivers do.
    public Treatment effect() {
      return effect;
    }
  }

  /// In words.
  public Text text() {
    return kind.pattern.contains("%s") ? Text.of(kind.pattern, argument) : Text.of(kind.pattern);
  }
}
