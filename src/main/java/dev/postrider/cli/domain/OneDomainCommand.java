package dev.postrider.cli.domain;

import com.google.common.net.HostAndPort;
import dev.postrider.aws.SesDomainFacts;
import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Target;
import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.text.Language;
import dev.postrider.domain.text.Text;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// A command about one domain: it opens what reaches SES and the DNS, and closes it.
abstract class OneDomainCommand extends AnsweringCommand {
  @ParentCommand private DomainCommand parent;

  @Parameters(paramLabel = "DOMAIN", description = "That sends, such as example.com.")
  private String domain = "";

  @Option(
      names = "--from-domain",
      paramLabel = "DOMAIN",
      description = "That of the From header, if it is below DOMAIN.")
  private @Nullable String from;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Option(
      names = "--resolver",
      paramLabel = "HOST[:PORT]",
      description = "Ask this DNS server, not the machine's.")
  private @Nullable String resolver;

  @Option(
      names = "--authoritative",
      description = "Ask all servers of each zone; name what differs.")
  private boolean authoritative;

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      description = "Of the sentences: en (default) or ja.")
  private Language language = Language.EN;

  /// Runs on the domain.
  ///
  /// @return the exit code
  abstract int run(DomainConnection connection) throws InterruptedException;

  Language language() {
    return language;
  }

  CommandEnvironment environment() {
    return parent.environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    RegionAndProfile access = aws.access(environment().variables());
    DnsName name = name(domain);
    Target target = new Target(name, from == null ? name : name(from), access.region());
    DnsjavaDns recursive =
        resolver == null ? DnsjavaDns.ofSystem() : DnsjavaDns.at(server(resolver));
    DnsAccess dns =
        new DnsAccess(
            recursive,
            authoritative,
            environment().dnsPort(),
            line -> output.note(line.in(language)));
    try (SesDomainFacts ses = new SesDomainFacts(access.ses())) {
      return run(new DomainConnection(target, ses, dns));
    }
  }

  /// A domain as it is typed. What is pasted from a browser or a mail is refused with what to give
  /// instead, since a DNS name may have nearly every character.
  private static DnsName name(String text) {
    if (!text.matches(".*[:/@?#].*")) {
      return new DnsName(text);
    }
    String bare = text.strip().replaceFirst("(?i)^[a-z]+:(?://)?", "").replaceFirst("^.*@", "");
    String host = bare.replaceFirst("[:/?#].*$", "");
    throw new IllegalArgumentException(
        DnsName.of(host).isPresent()
            ? "'%s' is not a domain name: give the domain alone, %s".formatted(text, host)
            : "not a domain name: '%s'".formatted(text));
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

  /// How the DNS is asked.
  ///
  /// @param authoritative past the resolver
  /// @param port of the name servers
  /// @param progress takes a line about each question that is waited for
  record DnsAccess(DnsjavaDns resolver, boolean authoritative, int port, Consumer<Text> progress) {
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    AuthoritativeDns nameServers() {
      return new AuthoritativeDns(resolver, port, PATIENCE);
    }

    Dns dns(AuthoritativeDns nameServers) {
      return new SlowAnswers(authoritative ? nameServers : resolver, SLOW, progress);
    }
  }

  /// One domain, the SES account that sends for it, and the DNS that is asked.
  record DomainConnection(Target target, SesDomainFacts ses, DnsAccess access) {
    /// Asks SES and the DNS again, for everything.
    DomainCheck.Report check() {
      AuthoritativeDns nameServers = access.nameServers();
      Dns dns = access.dns(nameServers);
      return new DomainCheck(
              target, ses.identity(target.domain()), ses.account(), dns, new GuavaPublicSuffixes())
          .report()
          .withDelegation(access.authoritative(), dns, nameServers);
    }

    Dns dns() {
      return access.dns(access.nameServers());
    }
  }
}
