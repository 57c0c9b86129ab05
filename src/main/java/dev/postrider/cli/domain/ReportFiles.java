package dev.postrider.cli.domain;

import dev.postrider.domain.report.AggregateReport;
import dev.postrider.domain.report.Bounds;
import dev.postrider.domain.report.ReadReport;
import dev.postrider.domain.report.ReportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reports read from files.
///
/// @param reports of all files that are reports
/// @param refused a sentence for every file that is not a report
record ReportFiles(List<AggregateReport> reports, List<String> refused) {
  ReportFiles {
    reports = List.copyOf(reports);
    refused = List.copyOf(refused);
  }

  static ReportFiles read(List<Path> files) {
    List<AggregateReport> reports = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Path file : files) {
      switch (read(file)) {
        case ReadReport.Read read -> reports.addAll(read.reports());
        case ReadReport.Refused(String why) -> refused.add(file.getFileName() + ": " + why);
      }
    }
    return new ReportFiles(reports, refused);
  }

  private static ReadReport read(Path file) {
    try {
      return ReportFile.read(Files.newInputStream(file), Bounds.USUAL);
    } catch (IOException e) {
      return new ReadReport.Refused("it cannot be opened");
    }
  }
}
