package dev.postrider.domain.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The figures of several reports about one domain.
///
/// @param reports how many reports were counted; the same report twice counts once
/// @param begin of the earliest
/// @param end of the latest
/// @param sources by count, largest first
/// @param messages by sender; all senders are there
public record ReportSummary(
    int reports, Instant begin, Instant end, List<Source> sources, Map<Sender, Long> messages) {

  public ReportSummary {
    sources = List.copyOf(sources);
    messages = Map.copyOf(messages);
  }

  /// What one address sent as one kind of sender, under one From domain.
  ///
  /// @param dkimAligned messages whose DKIM aligned
  /// @param spfAligned messages whose SPF aligned
  /// @param refused messages that the receiver quarantined or rejected
  /// @param overrides why the receiver did something else than the policy asks for, each once
  @JsonPropertyOrder({"sender", "source"})
  public record Source(
      @JsonProperty("source") String address,
      Sender sender,
      String from,
      long messages,
      long dkimAligned,
      long spfAligned,
      long refused,
      List<PolicyOverride> overrides) {

    public Source {
      overrides = List.copyOf(overrides);
    }

    private Source plus(Source other) {
      return new Source(
          address,
          sender,
          from,
          messages + other.messages,
          dkimAligned + other.dkimAligned,
          spfAligned + other.spfAligned,
          refused + other.refused,
          overrides.equals(other.overrides) ? overrides : union(other));
    }

    private List<PolicyOverride> union(Source other) {
      Set<PolicyOverride> all = EnumSet.noneOf(PolicyOverride.class);
      all.addAll(overrides);
      all.addAll(other.overrides);
      return List.copyOf(all);
    }
  }

  /// Has an order, since anyone can write addresses whose hashes are the same: a map then looks a
  /// key up by its order, and without one it would compare all of them.
  private record Key(String address, Sender sender, String from) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::address).thenComparing(Key::from).thenComparing(Key::sender);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /// Sums up; `reports` must not be empty.
  public static ReportSummary of(Collection<AggregateReport> reports, OwnMail own) {
    List<AggregateReport> once = once(reports);
    Map<Key, Source> sources = new LinkedHashMap<>();
    Map<Sender, Long> messages = new EnumMap<>(Sender.class);
    for (Sender sender : Sender.values()) {
      messages.put(sender, 0L);
    }
    for (AggregateReport report : once) {
      for (AggregateReport.Row row : report.rows()) {
        Source source = source(row, own.sender(row));
        Key key = new Key(source.address, source.sender, source.from);
        sources.merge(key, source, Source::plus);
        messages.merge(source.sender, source.messages, Long::sum);
      }
    }
    return new ReportSummary(
        once.size(),
        once.stream().map(AggregateReport::begin).min(Comparator.naturalOrder()).orElseThrow(),
        once.stream().map(AggregateReport::end).max(Comparator.naturalOrder()).orElseThrow(),
        sources.values().stream()
            .sorted(Comparator.comparingLong(Source::messages).reversed())
            .toList(),
        messages);
  }

  /// All messages.
  public long total() {
    return messages.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Messages that failed DMARC.
  public long unaligned() {
    return messages.getOrDefault(Sender.FORWARDED, 0L)
        + messages.getOrDefault(Sender.SES_UNALIGNED, 0L)
        + messages.getOrDefault(Sender.STRANGER, 0L);
  }

  /// The reports without copies of one that came before.
  private static List<AggregateReport> once(Collection<AggregateReport> reports) {
    Set<String> seen = new HashSet<>();
    return reports.stream().filter(report -> seen.add(report.identity())).toList();
  }

  private static Source source(AggregateReport.Row row, Sender sender) {
    return new Source(
        row.source(),
        sender,
        row.from(),
        row.count(),
        row.dkimAligned() ? row.count() : 0,
        row.spfAligned() ? row.count() : 0,
        row.refused() ? row.count() : 0,
        row.overrides());
  }
}
