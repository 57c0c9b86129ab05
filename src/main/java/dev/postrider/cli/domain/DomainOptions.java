package dev.postrider.cli.domain;

import dev.postrider.aws.SesDomainFacts;
import dev.postrider.domain.Target;
import dev.postrider.domain.dns.DnsName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command about one domain takes.
final class DomainOptions {
  @Parameters(paramLabel = "DOMAIN", description = "The domain that sends, such as example.com.")
  private String domain = "";

  @Option(
      names = "--from-domain",
      paramLabel = "DOMAIN",
      description = "The domain in the From header, when it is one below DOMAIN.")
  private @Nullable String from;

  @Mixin private AwsOptions aws = new AwsOptions();
  @Mixin private DnsOptions dns = new DnsOptions();

  /// Opens what the command needs; the caller closes it.
  DomainConnection open(CommandEnvironment environment) {
    RegionAndProfile access = aws.access(environment.variables());
    DnsName name = new DnsName(domain);
    Target target = new Target(name, from == null ? name : new DnsName(from), access.region());
    return new DomainConnection(
        target, new SesDomainFacts(environment.aws().ses(access)), dns.dns(environment.dnsPort()));
  }
}
