package dev.postrider.domain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether DKIM and SPF, the two mechanisms that DMARC rests on, work for mail through SES.
record Mechanisms(Findings findings) {

  /// Whether SES sends for the domain at all: no policy hits mail that is not sent.
  boolean sends() {
    return findings.hold(Point.IDENTITY);
  }

  /// Whether DKIM passes and aligns.
  boolean dkim() {
    return findings.hold(Point.DKIM_SIGNING, Point.DKIM_KEY, Point.DKIM_ALIGNMENT);
  }

  /// Whether SPF passes and aligns.
  boolean spf() {
    return findings.of(Point.SPF_ALIGNMENT).stream().allMatch(f -> f.verdict() == Verdict.PASS)
        && findings.hold(
            Point.MAIL_FROM, Point.MAIL_FROM_MX, Point.MAIL_FROM_SPF, Point.SPF_ALIGNMENT);
  }

  /// The one finding whose repair makes a mechanism that does not work work again at once: the only
  /// obstacle of DKIM, or an alignment that alone keeps SPF from it. What SES first has to look for
  /// does not count: an MX, or records that it gave up on.
  Optional<Finding> repairAtOnce() {
    List<Finding> dkim =
        obstacles(Point.DKIM_SIGNING, Point.DKIM_CNAME, Point.DKIM_KEY, Point.DKIM_ALIGNMENT);
    if (!dkim() && dkim.size() == 1) {
      return dkim.stream().findFirst();
    }
    List<Finding> spf =
        obstacles(Point.MAIL_FROM, Point.MAIL_FROM_MX, Point.MAIL_FROM_SPF, Point.SPF_ALIGNMENT);
    return spf.stream()
        .filter(_ -> spf.size() == 1)
        .filter(finding -> finding.point() == Point.SPF_ALIGNMENT)
        .findFirst();
  }

  private List<Finding> obstacles(Point... points) {
    return Stream.of(points)
        .flatMap(point -> findings.of(point).stream())
        .filter(
            finding ->
                finding.verdict() == Verdict.FAILURE
                    || (finding.point() == Point.MAIL_FROM && finding.verdict() != Verdict.PASS))
        .toList();
  }
}
