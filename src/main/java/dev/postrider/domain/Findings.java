package dev.postrider.domain;

import java.util.List;
import java.util.Optional;

/// The report of one check.
///
/// @param all in the order of the points
public record Findings(List<Finding> all) {
  public Findings {
    all = List.copyOf(all);
  }

  /// What the whole comes to: `FAILURE` before `UNCHECKED` before `WARNING` before `PASS`.
  public Verdict verdict() {
    for (Verdict verdict : List.of(Verdict.FAILURE, Verdict.UNCHECKED, Verdict.WARNING)) {
      if (all.stream().anyMatch(finding -> finding.verdict() == verdict)) {
        return verdict;
      }
    }
    return Verdict.PASS;
  }

  /// Whether each of the points was looked at and none of its findings is a failure or unchecked.
  public boolean hold(Point... points) {
    for (Point point : points) {
      List<Finding> ofPoint = of(point);
      if (ofPoint.isEmpty() || !ofPoint.stream().allMatch(Findings::works)) {
        return false;
      }
    }
    return true;
  }

  /// The findings of one point.
  public List<Finding> of(Point point) {
    return all.stream().filter(finding -> finding.point() == point).toList();
  }

  /// The first finding with this verdict.
  public Optional<Finding> first(Verdict verdict) {
    return all.stream().filter(finding -> finding.verdict() == verdict).findFirst();
  }

  /// How many findings have this verdict.
  public long count(Verdict verdict) {
    return all.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  private static boolean works(Finding finding) {
    return finding.verdict() == Verdict.PASS || finding.verdict() == Verdict.WARNING;
  }
}
