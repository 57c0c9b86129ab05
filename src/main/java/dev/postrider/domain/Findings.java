package dev.postrider.domain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
    return Arrays.stream(points)
        .map(this::of)
        .allMatch(
            found -> !found.isEmpty() && found.stream().allMatch(one -> one.verdict().works()));
  }

  /// Whether there are findings, and none of them is a failure.
  static boolean nothingFailed(List<Finding> findings) {
    return !findings.isEmpty()
        && findings.stream().noneMatch(finding -> finding.verdict() == Verdict.FAILURE);
  }

  /// The findings of one point.
  public List<Finding> of(Point point) {
    return all.stream().filter(finding -> finding.point() == point).toList();
  }

  /// These and more, in the order of the points.
  public Findings with(List<Finding> more) {
    return new Findings(
        Stream.concat(all.stream(), more.stream())
            .sorted(Comparator.comparing(Finding::point))
            .toList());
  }

  /// How many findings have this verdict.
  public long count(Verdict verdict) {
    return all.stream().filter(finding -> finding.verdict() == verdict).count();
  }
}
