package dev.postrider.domain.mail;

import dev.postrider.domain.text.Text;

/// What is wrong with one term of an SPF record.
///
/// @param term as the record writes it
public record SpfProblem(Rule rule, String term) {

  /// The rules that a term can break. Each has one sentence, into which the term is put.
  public enum Rule {
    /// RFC 7208, 4.6.1; only a space separates terms, so a tab or a line break is part of one.
    NO_TERM("'%s' is neither a mechanism nor a modifier"),
    /// RFC 7208, 4.6.1.
    UNKNOWN_MECHANISM("'%s' is an unknown mechanism"),
    /// RFC 7208, 5 and 12: argument, network or prefix length.
    MECHANISM("'%s' is not written as its mechanism asks"),
    /// RFC 7208, 6.1 and 6.2: `redirect=` and `exp=` need a domain.
    NO_DOMAIN("'%s' names no domain"),
    /// RFC 7208, 7.1: a percent sign, or a macro's letter.
    MACRO("'%s' has a macro that does not exist here"),
    /// RFC 7208, 6: `redirect=` and `exp=` once each.
    TWICE("'%s' is the second one of its name, and one is allowed"),
    /// To a receiver an unknown modifier: it obeys the first half alone.
    SECOND_VERSION("'%s' stands a second time: two records were put into one"),
    /// RFC 7208, 5.1.
    BEHIND_ALL("'%s' stands behind 'all' and is never read"),
    /// RFC 7208, 6.1.
    REDIRECT_BESIDE_ALL("'%s' stands beside 'all' and is ignored"),
    /// RFC 7208, 6: to a receiver an unknown modifier.
    MECHANISM_WITH_EQUALS("'%s' is ignored: a mechanism is written with a colon");

    private final String sentence;

    Rule(String sentence) {
      this.sentence = sentence;
    }
  }

  /// The sentence.
  public Text text() {
    return Text.of(rule.sentence, term);
  }
}
