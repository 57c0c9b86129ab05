package dev.postrider.cli.domain;

import dev.postrider.aws.SesDomainFacts;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Target;
import dev.postrider.domain.dns.Dns;

/// One domain, the SES account that sends for it, and the DNS that is asked.
record DomainConnection(Target target, SesDomainFacts ses, Dns dns) implements AutoCloseable {

  /// Asks SES and the DNS again, for everything.
  DomainCheck.Report check() {
    return new DomainCheck(
            target, ses.identity(target.domain()), ses.account(), dns, new GuavaPublicSuffixes())
        .report();
  }

  @Override
  public void close() {
    ses.close();
  }
}
