package dev.postrider.domain.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
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
  @JsonPropertyOrder({"sender", "source"})
  public record Source(
      @JsonProperty("source") String address,
      Sender sender,
      String from,
      long messages,
      long dkimAligned,
      long spfAligned,
      long refused) {

    private Source plus(Source other) {
      return new Source(
          address,
          sender,
          from,
          messages + other.messages,
          dkimAligned + other.dkimAligned,
          spfAligned + other.spfAligned,
          refused + other.refused);
    }
  }

  private record Key(String address, Sender sender, String from) {}

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
    return messages.getOrDefault(Sender.SES_UNALIGNED, 0L)
        + messages.getOrDefault(Sender.STRANGER, 0L);
  }

  private static List<AggregateReport> once(Collection<AggregateReport> reports) {
    Set<List<String>> seen = new HashSet<>();
    return reports.stream()
        .filter(report -> seen.add(List.of(report.reporter(), report.id(), report.domain())))
        .toList();
  }

  private static Source source(AggregateReport.Row row, Sender sender) {
    boolean refused = !row.disposition().isEmpty() && !row.disposition().equals("none");
    return new Source(
        row.source(),
        sender,
        row.from(),
        row.count(),
        row.dkimAligned() ? row.count() : 0,
        row.spfAligned() ? row.count() : 0,
        refused ? row.count() : 0);
  }
}
