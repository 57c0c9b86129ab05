package dev.postrider.domain.report;

import java.util.List;

/// What came of reading a file.
public sealed interface ReadReport {

  /// The reports in the file; a ZIP archive may have more than one.
  record Read(List<AggregateReport> reports) implements ReadReport {
    public Read {
      reports = List.copyOf(reports);
    }
  }

  /// The file is not a report, or breaks a bound. Nothing of it counts.
  ///
  /// @param why in words, without the file's text
  record Refused(String why) implements ReadReport {}
}
