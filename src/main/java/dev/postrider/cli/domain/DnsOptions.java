package dev.postrider.cli.domain;

import dev.postrider.domain.dns.Dns;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whom to ask for DNS records.
final class DnsOptions {
  private static final int DNS_PORT = 53;

  @Option(
      names = "--resolver",
      paramLabel = "HOST[:PORT]",
      description = "Ask this DNS server. Default: the machine's resolvers.")
  private @Nullable String resolver;

  @Option(
      names = "--authoritative",
      description = "Ask the servers that own each zone, past all caches.")
  private boolean authoritative;

  /// The DNS, or a sentence for the user when the server has no address.
  Dns dns(int authoritativePort) {
    DnsjavaDns recursive =
        resolver == null ? DnsjavaDns.ofSystem() : DnsjavaDns.at(server(resolver));
    return authoritative ? new AuthoritativeDns(recursive, authoritativePort) : recursive;
  }

  /// `host`, `host:port`, `[v6]:port` or a bare IPv6 address.
  private static InetSocketAddress server(String text) {
    int colon = text.lastIndexOf(':');
    boolean bareIp6 = text.indexOf(':') != colon && !text.startsWith("[");
    boolean port = colon > text.lastIndexOf(']') && !bareIp6;
    String host = port ? text.substring(0, colon) : text;
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      int number = port ? Integer.parseInt(text.substring(colon + 1)) : DNS_PORT;
      return new InetSocketAddress(InetAddress.getByName(bare), number);
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new IllegalArgumentException("--resolver " + text + " is not host:port", e);
    }
  }
}
