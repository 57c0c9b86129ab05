package dev.postrider.domain.mail;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.SpfMacros.TermTarget;
import dev.postrider.domain.text.Text;
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
  private final DnsName sender;
  private int lookups;
  private int voidLookups;
  private final Set<DnsName> included = new LinkedHashSet<>();
  private final List<Text> problems = new ArrayList<>();
  private final List<Text> unanswered = new ArrayList<>();
  private final List<Text> unseen = new ArrayList<>();

  private SpfWalk(DnsName sender, Dns dns) {
    this.sender = sender;
    this.dns = dns;
  }

  /// What following one SPF record to its ends came to.
  ///
  /// @param lookups terms that cost a DNS lookup, over all records that were reached; at most ten
  ///     are allowed (RFC 7208, 4.6.4). Counted as if no term matched, the worst case
  /// @param voidLookups lookups that found nothing; at most two are allowed
  /// @param included every domain that was reached by `include` or `redirect`, and whose senders
  ///     are let in: every qualifier on the way is `+`
  /// @param problems permanent errors in the records that were reached
  /// @param unanswered questions the DNS did not answer, and names that this check does not ask
  /// @param unseen terms by which any domain's senders may be let in, since the record behind them
  ///     was not answered or depends on the mail
  public record Tally(
      int lookups,
      int voidLookups,
      Set<DnsName> included,
      List<Text> problems,
      List<Text> unanswered,
      List<Text> unseen) {

    /// The most lookups that a receiver makes.
    public static final int MOST_LOOKUPS = 10;

    /// The most lookups without an answer that a receiver bears.
    public static final int MOST_VOID_LOOKUPS = 2;

    public Tally {
      included = Set.copyOf(included);
      problems = List.copyOf(problems);
      unanswered = List.copyOf(unanswered);
      unseen = List.copyOf(unseen);
    }
  }

  /// The tally of `record`, found at `domain`.
  public static Tally of(DnsName domain, SpfRecord record, Dns dns) {
    SpfWalk walk = new SpfWalk(domain, dns);
    walk.follow(domain, record, List.of(domain), true);
    return new Tally(
        walk.lookups, walk.voidLookups, walk.included, walk.problems, walk.unanswered, walk.unseen);
  }

  /// @param letsIn whether a sender that the record lets in is let in by the first one
  private void follow(DnsName domain, SpfRecord record, List<DnsName> path, boolean letsIn) {
    for (SpfRecord.Term.Mechanism mechanism : record.reachable()) {
      if (lookups >= GIVE_UP) {
        return;
      }
      mechanism(domain, mechanism, path, letsIn && mechanism.qualifier() == '+');
    }
    record.redirect().ifPresent(spec -> enter("redirect=" + spec, domain, spec, path, letsIn));
  }

  private void mechanism(
      DnsName domain, SpfRecord.Term.Mechanism mechanism, List<DnsName> path, boolean letsIn) {
    String spec = mechanism.argument() == null ? domain.text() : mechanism.argument();
    switch (mechanism.kind()) {
      case ALL, IP4, IP6 -> {}
      case INCLUDE -> enter(mechanism.text(), domain, spec, path, letsIn);
      case PTR -> lookups++;
      case EXISTS ->
          name(mechanism.text(), domain, spec).ifPresent(name -> ask(name, RecordType.A));
      case A -> name(mechanism.text(), domain, spec).ifPresent(name -> countVoid(address(name)));
      case MX -> name(mechanism.text(), domain, spec).ifPresent(name -> mx(mechanism, name));
    }
  }

  /// At most ten hosts, and an address for each (RFC 7208, 4.6.4). The null MX has no host.
  private void mx(SpfRecord.Term.Mechanism mechanism, DnsName name) {
    List<String> exchangers = ask(name, RecordType.MX).values();
    if (exchangers.size() > MOST_MX_HOSTS) {
      problems.add(Text.of("'%s' leads to more than ten mail exchangers", mechanism.text()));
      return;
    }
    exchangers.stream()
        .flatMap(mx -> DnsName.of(mx.substring(mx.indexOf(' ') + 1)).stream())
        .forEach(this::address);
  }

  private void enter(String term, DnsName domain, String spec, List<DnsName> path, boolean letsIn) {
    Optional<DnsName> target = name(term, domain, spec);
    if (target.isEmpty()) {
      if (letsIn) {
        unseen.add(Text.of("'%s' depends on the mail", term));
      }
      return;
    }
    DnsName name = target.get();
    if (letsIn) {
      included.add(name);
    }
    if (path.contains(name)) {
      problems.add(Text.of("'%s' leads back to %s, in a circle", term, name));
      return;
    }
    DnsAnswer answer = ask(name, RecordType.TXT);
    if (answer instanceof DnsAnswer.Unanswered(Text why)) {
      if (letsIn) {
        unseen.add(why);
      }
      return;
    }
    List<String> records = answer.values().stream().filter(SpfRecord::isSpf).toList();
    if (records.size() != 1) {
      problems.add(
          records.isEmpty()
              ? Text.of("'%s': %s has no SPF record", term, name)
              : Text.of("'%s': %s has more than one SPF record", term, name));
      return;
    }
    descend(name, SpfRecord.parse(records.getFirst()), path, letsIn);
  }

  private void descend(DnsName name, SpfRecord record, List<DnsName> path, boolean letsIn) {
    record.problems().forEach(problem -> problems.add(Text.of("at %s %s", name, problem.text())));
    List<DnsName> longer = new ArrayList<>(path);
    longer.add(name);
    follow(name, record, longer, letsIn);
  }

  /// The name of one counted lookup; empty when it depends on the mail, or no question can be made
  /// of it.
  private Optional<DnsName> name(String term, DnsName domain, String spec) {
    lookups++;
    return switch (SpfMacros.target(spec, domain, sender)) {
      case TermTarget.NameToAsk(DnsName name) -> Optional.of(name);
      case TermTarget.OfTheMail() -> Optional.empty();
      case TermTarget.NoName() -> {
        problems.add(Text.of("'%s' leads to what is not a domain name", term));
        yield Optional.empty();
      }
      case TermTarget.NotAsked() -> {
        unanswered.add(Text.of("'%s' has a name that this check does not ask for", term));
        yield Optional.empty();
      }
    };
  }

  private DnsAnswer ask(DnsName name, RecordType type) {
    DnsAnswer answer = dns.ask(name, type);
    if (answer instanceof DnsAnswer.Unanswered(Text why)) {
      unanswered.add(why);
    }
    countVoid(answer);
    return answer;
  }

  private DnsAnswer address(DnsName host) {
    DnsAnswer answer = dns.address(host);
    if (answer instanceof DnsAnswer.Unanswered(Text why)) {
      unanswered.add(why);
    }
    return answer;
  }

  private void countVoid(DnsAnswer answer) {
    if (answer instanceof DnsAnswer.Nothing) {
      voidLookups++;
    }
  }
}
