package dev.postrider.cli.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Asks the servers that own the zone of each name, past all caches. The resolver is asked only
/// which servers these are.
public final class AuthoritativeDns implements Dns {
  private static final int MOST_ALIASES = 8;

  private final DnsjavaDns resolver;
  private final int port;
  private final Map<DnsName, List<DnsjavaDns>> serversByZone = new ConcurrentHashMap<>();

  /// The name servers answer at `port`: 53, but for tests.
  public AuthoritativeDns(DnsjavaDns resolver, int port) {
    this.resolver = resolver;
    this.port = port;
  }

  @Override
  public DnsAnswer ask(DnsName name, RecordType type) {
    return ask(name, type, MOST_ALIASES);
  }

  private DnsAnswer ask(DnsName name, RecordType type, int aliasesLeft) {
    List<DnsjavaDns> servers = servers(name);
    if (servers.isEmpty() || aliasesLeft == 0) {
      return new DnsAnswer.Unanswered("found no authoritative server for " + name);
    }
    if (type != RecordType.CNAME
        && first(servers, name, RecordType.CNAME) instanceof DnsAnswer.Found alias) {
      return DnsName.of(alias.values().getFirst())
          .map(target -> ask(target, type, aliasesLeft - 1))
          .orElseGet(
              () -> new DnsAnswer.Unanswered(name + " is an alias of what is not a domain name"));
    }
    return first(servers, name, type);
  }

  /// The answer of the first server that gives one.
  private static DnsAnswer first(List<DnsjavaDns> servers, DnsName name, RecordType type) {
    DnsAnswer answer = new DnsAnswer.Unanswered("no server was asked");
    for (DnsjavaDns server : servers) {
      answer = server.ask(name, type);
      if (!(answer instanceof DnsAnswer.Unanswered)) {
        return answer;
      }
    }
    return answer;
  }

  private List<DnsjavaDns> servers(DnsName name) {
    for (DnsName zone : name.selfAndAncestors()) {
      List<DnsjavaDns> servers = serversByZone.getOrDefault(zone, List.of());
      if (servers.isEmpty()) {
        servers = serversOf(zone);
      }
      if (!servers.isEmpty()) {
        // None is not kept: that may be a question without an answer.
        serversByZone.put(zone, servers);
        return servers;
      }
    }
    return List.of();
  }

  private List<DnsjavaDns> serversOf(DnsName zone) {
    List<DnsjavaDns> servers = new ArrayList<>();
    for (DnsName host : nameServers(zone)) {
      address(host).ifPresent(a -> servers.add(DnsjavaDns.at(new InetSocketAddress(a, port))));
    }
    return List.copyOf(servers);
  }

  private List<DnsName> nameServers(DnsName zone) {
    if (resolver.isAlias(zone)) {
      return List.of();
    }
    try {
      List<DnsName> hosts = new ArrayList<>();
      for (Record record : resolver.records(zone, Type.NS)) {
        DnsName.of(((NSRecord) record).getTarget().toString()).ifPresent(hosts::add);
      }
      return hosts;
    } catch (CompletionException e) {
      return List.of();
    }
  }

  private Optional<String> address(DnsName host) {
    if (resolver.ask(host, RecordType.A) instanceof DnsAnswer.Found found) {
      return Optional.of(found.values().getFirst());
    }
    return resolver.ask(host, RecordType.AAAA) instanceof DnsAnswer.Found found
        ? Optional.of(found.values().getFirst())
        : Optional.empty();
  }
}
