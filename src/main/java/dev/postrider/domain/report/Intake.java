package dev.postrider.domain.report;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// What a file brought for one domain. Anyone can send a report, about any domain.
///
/// @param reports about the domain, or a name below it
/// @param refused why something was not counted, without its text
public record Intake(List<AggregateReport> reports, List<String> refused) {
  public Intake {
    reports = List.copyOf(reports);
    refused = List.copyOf(refused);
  }

  /// Sorts what was read.
  ///
  /// @param domain in lower case
  public static Intake of(ReadReport read, String domain) {
    return switch (read) {
      case ReadReport.Refused(String why) -> new Intake(List.of(), List.of(why));
      case ReadReport.Read(List<AggregateReport> reports) -> {
        List<AggregateReport> about =
            reports.stream()
                .filter(report -> isAbout(report.domain().toLowerCase(Locale.ROOT), domain))
                .toList();
        int others = reports.size() - about.size();
        yield new Intake(about, Collections.nCopies(others, "it is about another domain"));
      }
    };
  }

  private static boolean isAbout(String reported, String domain) {
    return reported.equals(domain) || reported.endsWith("." + domain);
  }
}
