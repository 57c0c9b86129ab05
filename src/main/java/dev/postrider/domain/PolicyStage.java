package dev.postrider.domain;

import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.report.AggregateReport;

/// What the reports must have been made under, for the next step to rest on them.
enum PolicyStage {
  /// Any policy will do: the step is to quarantine.
  ANY(""),
  /// Quarantine or more, if only for a share of the mail: the step is from a share of reject to
  /// all.
  ENFORCED(" under p=quarantine"),
  /// Quarantine or more, for all mail: the step is to reject.
  ENFORCED_FOR_ALL(" under p=quarantine for all mail");

  private final String under;

  PolicyStage(String under) {
    this.under = under;
  }

  /// For the step that comes after the record in force.
  static PolicyStage before(DmarcFacts dmarc) {
    return switch (dmarc.policy()) {
      case NONE -> ANY;
      case QUARANTINE -> dmarc.record().partly() ? ANY : ENFORCED_FOR_ALL;
      case REJECT -> ENFORCED;
    };
  }

  /// Whether a report was made under it.
  ///
  /// @param inherited whether the record is that of the organisational domain, so that `sp` holds
  boolean accepts(AggregateReport.Published published, boolean inherited) {
    boolean enforced =
        Policy.of(inherited ? published.subdomainPolicy() : published.policy())
            .filter(policy -> policy != Policy.NONE)
            .isPresent();
    return switch (this) {
      case ANY -> true;
      case ENFORCED -> enforced;
      case ENFORCED_FOR_ALL -> enforced && !published.partly();
    };
  }

  /// For the end of a clause; empty when any policy will do.
  String under() {
    return under;
  }
}
