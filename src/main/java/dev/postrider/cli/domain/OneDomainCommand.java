package dev.postrider.cli.domain;

import dev.postrider.aws.SesDomainFacts;
import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Target;
import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.Alignment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// A command about one domain: it opens what reaches SES and the DNS, and closes it.
abstract class OneDomainCommand extends AnsweringCommand {
  @ParentCommand private DomainCommand parent;

  @Parameters(paramLabel = "DOMAIN", description = "The domain that sends, such as example.com.")
  private String domain = "";

  @Option(
      names = "--from-domain",
      paramLabel = "DOMAIN",
      description = "The domain in the From header, when it is one below DOMAIN.")
  private @Nullable String from;

  @Mixin private AwsOptions aws = new AwsOptions();
  @Mixin private DnsOptions dns = new DnsOptions();

  /// Runs on the domain.
  ///
  /// @return the exit code
  abstract int run(DomainConnection connection) throws InterruptedException;

  CommandEnvironment environment() {
    return parent.environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    RegionAndProfile access = aws.access(environment().variables());
    DnsName name = new DnsName(domain);
    Target target = new Target(name, from == null ? name : new DnsName(from), access.region());
    try (SesDomainFacts ses = new SesDomainFacts(access.ses())) {
      return run(new DomainConnection(target, ses, dns.dns(environment().dnsPort())));
    }
  }

  /// One domain, the SES account that sends for it, and the DNS that is asked.
  record DomainConnection(Target target, SesDomainFacts ses, Dns dns) {

    /// Asks SES and the DNS again, for everything.
    DomainCheck.Report check() {
      return new DomainCheck(
              target,
              ses.identity(target.domain()),
              ses.account(),
              dns,
              new Alignment(new GuavaPublicSuffixes()))
          .report();
    }
  }
}
