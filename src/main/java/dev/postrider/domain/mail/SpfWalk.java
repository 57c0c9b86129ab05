package dev.postrider.domain.mail;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Follows includes and redirects and counts as receivers count. Stops at three times the limit: a
/// hostile record must not make the check ask for ever.
public final class SpfWalk {
  private static final int GIVE_UP = 3 * Tally.MOST_LOOKUPS;
  private static final int MOST_MX_HOSTS = 10;

  private final Dns dns;
  private int lookups;
  private int voidLookups;
  private final Set<DnsName> included = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> unanswered = new ArrayList<>();

  private SpfWalk(Dns dns) {
    this.dns = dns;
  }

  /// What following one SPF record to its ends came to.
  ///
  /// @param lookups terms that cost a DNS lookup, over all records that were reached; at most ten
  ///     are allowed (RFC 7208, 4.6.4). Counted as if no term matched, the worst case
  /// @param voidLookups lookups that found nothing; at most two are allowed
  /// @param included every domain whose record was reached by `include` or `redirect`, and whose
  ///     senders are let in: every qualifier on the way is `+`
  /// @param problems permanent errors in the records that were reached
  /// @param unanswered questions the DNS did not answer
  public record Tally(
      int lookups,
      int voidLookups,
      Set<DnsName> included,
      List<String> problems,
      List<String> unanswered) {

    /// The most lookups that a receiver makes.
    public static final int MOST_LOOKUPS = 10;

    /// The most lookups without an answer that a receiver bears.
    public static final int MOST_VOID_LOOKUPS = 2;

    public Tally {
      included = Set.copyOf(included);
      problems = List.copyOf(problems);
      unanswered = List.copyOf(unanswered);
    }
  }

  /// The tally of `record`, found at `domain`.
  public static Tally of(DnsName domain, SpfRecord record, Dns dns) {
    SpfWalk walk = new SpfWalk(dns);
    walk.follow(domain, record, List.of(domain), true);
    return new Tally(walk.lookups, walk.voidLookups, walk.included, walk.problems, walk.unanswered);
  }

  /// @param letsIn whether a sender that the record lets in is let in by the first one
  private void follow(DnsName domain, SpfRecord record, List<DnsName> path, boolean letsIn) {
    for (SpfRecord.Term term : record.terms()) {
      if (lookups >= GIVE_UP) {
        return;
      }
      if (term instanceof SpfRecord.Term.Mechanism mechanism) {
        mechanism(domain, mechanism, path, letsIn && mechanism.qualifier() == '+');
      }
    }
    record.redirect().ifPresent(target -> enter("redirect=" + target, target, path, letsIn));
  }

  private void mechanism(
      DnsName domain, SpfRecord.Term.Mechanism mechanism, List<DnsName> path, boolean letsIn) {
    String target = mechanism.argument() == null ? domain.text() : mechanism.argument();
    switch (mechanism.kind()) {
      case ALL, IP4, IP6 -> {}
      case INCLUDE -> enter(mechanism.text(), target, path, letsIn);
      case PTR -> lookups++;
      case EXISTS -> ask(target, RecordType.A);
      case A -> hosts(target);
      case MX -> exchangers(mechanism, target);
    }
  }

  private void hosts(String target) {
    lookups++;
    if (name(target).filter(dns::hasNoAddress).isPresent()) {
      voidLookups++;
    }
  }

  private void exchangers(SpfRecord.Term.Mechanism mechanism, String target) {
    if (ask(target, RecordType.MX).values().size() > MOST_MX_HOSTS) {
      problems.add("'" + mechanism.text() + "' leads to more than ten mail exchangers");
    }
  }

  private void enter(String term, String target, List<DnsName> path, boolean letsIn) {
    DnsAnswer answer = ask(target, RecordType.TXT);
    Optional<DnsName> name = name(target);
    if (name.isEmpty() || answer instanceof DnsAnswer.Unanswered) {
      return;
    }
    if (path.contains(name.get())) {
      problems.add("'" + term + "' leads back to " + name.get() + ", in a circle");
      return;
    }
    if (letsIn) {
      included.add(name.get());
    }
    List<String> records = answer.values().stream().filter(SpfRecord::isSpf).toList();
    if (records.size() != 1) {
      String count = records.isEmpty() ? "no" : "more than one";
      problems.add("'" + term + "': " + name.get() + " has " + count + " SPF record");
      return;
    }
    descend(name.get(), SpfRecord.parse(records.getFirst()), path, letsIn);
  }

  private void descend(DnsName name, SpfRecord record, List<DnsName> path, boolean letsIn) {
    record.problems().forEach(problem -> problems.add("at " + name + " " + problem));
    List<DnsName> longer = new ArrayList<>(path);
    longer.add(name);
    follow(name, record, longer, letsIn);
  }

  /// One counted lookup. A target with macros depends on the mail and is counted, not asked.
  private DnsAnswer ask(String target, RecordType type) {
    lookups++;
    Optional<DnsName> name = name(target);
    if (name.isEmpty()) {
      return new DnsAnswer.Found(List.of());
    }
    DnsAnswer answer = dns.ask(name.get(), type);
    switch (answer) {
      case DnsAnswer.Found _ -> {}
      case DnsAnswer.Nothing _ -> voidLookups++;
      case DnsAnswer.Unanswered lost -> unanswered.add(lost.why());
    }
    return answer;
  }

  private static Optional<DnsName> name(String target) {
    return target.contains("%") ? Optional.empty() : DnsName.of(target);
  }
}
