package dev.postrider.cli.domain;

import com.google.common.net.HostAndPort;
import dev.postrider.aws.SesDomainFacts;
import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Target;
import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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

  @Option(
      names = "--resolver",
      paramLabel = "HOST[:PORT]",
      description = "Ask this DNS server. Default: the machine's resolvers.")
  private @Nullable String resolver;

  @Option(
      names = "--authoritative",
      description = "Ask the servers that own each zone, past all caches.")
  private boolean authoritative;

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
      return run(new DomainConnection(target, ses, dns()));
    }
  }

  private Dns dns() {
    DnsjavaDns recursive =
        resolver == null ? DnsjavaDns.ofSystem() : DnsjavaDns.at(server(resolver));
    return authoritative ? new AuthoritativeDns(recursive, environment().dnsPort()) : recursive;
  }

  /// Of `host`, `host:port`, `[v6]:port` or a bare IPv6 address.
  static InetSocketAddress server(String text) {
    try {
      HostAndPort server =
          HostAndPort.fromString(text).withDefaultPort(CommandEnvironment.DNS_PORT);
      return new InetSocketAddress(InetAddress.getByName(server.getHost()), server.getPort());
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new IllegalArgumentException("--resolver " + text + " is not host:port", e);
    }
  }

  /// One domain, the SES account that sends for it, and the DNS that is asked.
  record DomainConnection(Target target, SesDomainFacts ses, Dns dns) {
    /// Asks SES and the DNS again, for everything.
    DomainCheck.Report check() {
      return new DomainCheck(
              target, ses.identity(target.domain()), ses.account(), dns, new GuavaPublicSuffixes())
          .report();
    }
  }
}
