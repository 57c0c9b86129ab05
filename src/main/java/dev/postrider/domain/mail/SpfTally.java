package dev.postrider.domain.mail;

import dev.postrider.domain.dns.DnsName;
import java.util.List;
import java.util.Set;

/// What following one SPF record to its ends came to.
///
/// @param lookups terms that cost a DNS lookup, over all records that were reached; at most ten are
///     allowed (RFC 7208, 4.6.4). Counted as if no term matched, the worst case
/// @param voidLookups lookups that found nothing; at most two are allowed
/// @param included every domain whose record was reached by `include` or `redirect`, and whose
///     senders are let in: every qualifier on the way is `+`
/// @param problems permanent errors in the records that were reached
/// @param unanswered questions the DNS did not answer
public record SpfTally(
    int lookups,
    int voidLookups,
    Set<DnsName> included,
    List<String> problems,
    List<String> unanswered) {

  /// The most lookups that a receiver makes.
  public static final int MOST_LOOKUPS = 10;

  /// The most lookups without an answer that a receiver bears.
  public static final int MOST_VOID_LOOKUPS = 2;

  public SpfTally {
    included = Set.copyOf(included);
    problems = List.copyOf(problems);
    unanswered = List.copyOf(unanswered);
  }
}
