package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.DmarcRecord;
import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.mail.TagList;
import dev.postrider.domain.report.AggregateReport;
import dev.postrider.domain.text.Text;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the next safe step on the way none → quarantine → reject.
///
/// @param domain of the From header
/// @param findings of the check that was just made
/// @param dmarc the record in force; empty when there is none
/// @param reports what receivers saw
/// @param now by which old reports are told
public record Adviser(
    DnsName domain,
    Findings findings,
    Optional<DmarcFacts> dmarc,
    List<AggregateReport> reports,
    Instant now) {

  /// What has to do with DMARC: all but the account and what follows from the others.
  private static final Set<Point> OF_DMARC = EnumSet.range(Point.IDENTITY, Point.DMARC_ENFORCEMENT);

  private static final Set<Point> WEAK =
      EnumSet.of(Point.DKIM_SIGNING, Point.MAIL_FROM, Point.DMARC, Point.SPF_ALIGNMENT);

  public Adviser {
    reports = List.copyOf(reports);
  }

  /// Exactly one step.
  public Advice advice() {
    return enforcedTooEarly().or(this::broken).or(this::withoutReports).orElseGet(this::policyStep);
  }

  /// A policy that hits the domain's own mail. What repairs that at once comes before what opens
  /// the domain to everybody (decision 0116).
  private Optional<Advice> enforcedTooEarly() {
    boolean tooEarly =
        findings.of(Point.DMARC_ENFORCEMENT).stream()
            .anyMatch(finding -> finding.verdict() == Verdict.FAILURE);
    return dmarc
        .filter(_ -> tooEarly)
        .map(
            facts ->
                new Mechanisms(findings)
                    .repairAtOnce()
                    .map(Adviser::repair)
                    .orElseGet(() -> stopEnforcing(facts)));
  }

  private Advice stopEnforcing(DmarcFacts facts) {
    Text why =
        Text.of(
            "Receivers turn the domain's own mail away: neither DKIM nor SPF passes and "
                + "aligns");
    if (!facts.inherited()) {
      return change(subdomainsKept(facts), Advice.Step.STOP_ENFORCING, Policy.NONE, why);
    }
    // A record of its own opens the From domain alone; sp=none would open all subdomains.
    String name = domain.child("_dmarc").text();
    return new Advice(
        Advice.Step.STOP_ENFORCING,
        Text.of("Publish a TXT record at %s", name),
        why,
        name,
        onlyWatching(facts.record().tags()).text());
  }

  /// The tags with the policy of the subdomains, if it holds for all mail: what was shown is that
  /// mail of the domain itself fails, and without `sp` subdomains would have its new policy.
  private static TagList subdomainsKept(DmarcFacts facts) {
    DmarcRecord record = facts.record();
    return record.partly() || record.subdomainPolicy() == Policy.NONE
        ? record.tags()
        : record.tags().with("sp", record.subdomainPolicy().text(), "p");
  }

  /// The tags of a record for one domain alone that only asks for reports.
  private static TagList onlyWatching(TagList tags) {
    return tags.without("sp").without("np").without("pct").without("t").with("p", "none", "v");
  }

  private Optional<Advice> broken() {
    return first(Verdict.FAILURE)
        .or(() -> first(Verdict.UNCHECKED))
        .or(this::weak)
        .map(Adviser::repair);
  }

  private static Advice repair(Finding finding) {
    return Advice.todo(
        finding.point() == Point.DMARC ? Advice.Step.PUBLISH : Advice.Step.REPAIR,
        finding.action(),
        Text.of("%s, %s: %s", finding.point().text(), finding.subject(), finding.found()));
  }

  private Optional<Finding> first(Verdict verdict) {
    return findings.all().stream()
        .filter(finding -> finding.verdict() == verdict)
        .filter(finding -> OF_DMARC.contains(finding.point()))
        .findFirst();
  }

  /// SPF that does not align, signing that may end and a record with a flaw are warnings to the
  /// check, but no ground to build a policy on.
  private Optional<Finding> weak() {
    return findings.all().stream()
        .filter(f -> WEAK.contains(f.point()))
        .filter(f -> f.verdict() == Verdict.WARNING)
        .findFirst();
  }

  private Optional<Advice> withoutReports() {
    return dmarc
        .filter(facts -> facts.record().reportAddresses().isEmpty())
        .map(
            facts ->
                record(
                    Advice.Step.ASK_FOR_REPORTS,
                    facts,
                    facts.record().tags().with("rua", "mailto:dmarc@" + domain, "p"),
                    Text.of("Reports are how one learns whose mail a stricter policy would hit")));
  }

  private Advice policyStep() {
    DmarcFacts facts = dmarc.orElseThrow();
    DmarcRecord record = facts.record();
    if (facts.policy() == Policy.REJECT && !record.partly()) {
      return afterReject(facts);
    }
    Evidence evidence = Evidence.of(reports, facts, now);
    Optional<Advice> objection = evidence.objection(domain.text());
    if (objection.isPresent()) {
      return objection.get();
    }
    Text why = evidence.why();
    return switch (facts.policy()) {
      case NONE -> change(Advice.Step.QUARANTINE, Policy.QUARANTINE, why);
      case QUARANTINE ->
          record.partly()
              ? change(Advice.Step.QUARANTINE_ALL, Policy.QUARANTINE, why)
              : change(Advice.Step.REJECT, Policy.REJECT, why);
      case REJECT -> change(Advice.Step.REJECT_ALL, Policy.REJECT, why);
    };
  }

  private Advice afterReject(DmarcFacts facts) {
    DmarcRecord record = facts.record();
    if (!facts.inherited() && record.subdomainPolicy() != Policy.REJECT) {
      return cover(facts, "sp", record.subdomainPolicy(), Text.verbatim(""));
    }
    if (!facts.inherited() && record.nonexistentPolicy() != Policy.REJECT) {
      return cover(facts, "np", record.nonexistentPolicy(), Text.of(" that does not exist"));
    }
    return Advice.todo(
        Advice.Step.DONE,
        Text.of(
            "Nothing to do. Keep reading the reports, and check again after every change "
                + "of the DNS"),
        Text.of("p=reject is in force, DKIM and SPF pass and align"));
  }

  private static Advice cover(DmarcFacts facts, String tag, Policy policy, Text which) {
    return record(
        Advice.Step.COVER_SUBDOMAINS,
        facts,
        facts.record().tags().without(tag),
        Text.of("%s=%s lets anyone pose as a subdomain%s", tag, policy.text(), which));
  }

  /// The record with another policy for all mail. `pct` and `t` go: RFC 9989 dropped the one, and
  /// the other undoes the step.
  private Advice change(Advice.Step step, Policy policy, Text why) {
    return change(dmarc.orElseThrow().record().tags(), step, policy, why);
  }

  private Advice change(TagList from, Advice.Step step, Policy policy, Text why) {
    DmarcFacts facts = dmarc.orElseThrow();
    TagList tags =
        from.with(facts.tagToChange(), policy.text(), facts.inherited() ? "p" : "v")
            .without("pct")
            .without("t");
    return record(step, facts, tags, why);
  }

  private static Advice record(Advice.Step step, DmarcFacts facts, TagList tags, Text why) {
    String name = (facts.alias() == null ? facts.name() : facts.alias()).text();
    return new Advice(
        step, Text.of("Change the TXT record at %s", facts.place()), why, name, tags.text());
  }
}
