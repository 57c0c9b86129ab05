package dev.postrider.cli.domain;

import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Finds the name servers of the zone in which a name lies.
final class Delegations {
  private static final int MOST_PARENTS = 3;

  private final DnsjavaDns resolver;
  private final int port;
  private final Duration patience;
  private final Map<DnsName, Zone> zones = new ConcurrentHashMap<>();

  Delegations(DnsjavaDns resolver, int port, Duration patience) {
    this.resolver = resolver;
    this.port = port;
    this.patience = patience;
  }

  /// @param servers one entry a server whose address is known, by name; none when none was found
  record Zone(DnsName name, List<DnsServer> servers) {}

  /// The zone of a name. A zone whose servers the resolver cannot learn, since they do not serve
  /// it, is known to the servers of the zone above.
  Zone of(DnsName name) {
    boolean lost = false;
    for (DnsName candidate : names(name)) {
      Zone known = zones.get(candidate);
      if (known != null) {
        return known;
      }
      switch (nameServers(candidate)) {
        case DnsAnswer.Unanswered _ -> lost = true;
        case DnsAnswer.Nothing _ -> {}
        case DnsAnswer.Found(List<String> hosts) -> {
          Zone zone = zone(candidate, hosts, List.of());
          Zone result = lost ? delegated(name, zone) : zone;
          if (!result.servers().isEmpty()) {
            // None is not kept: that may be a question without an answer.
            zones.put(result.name(), result);
          }
          return result;
        }
      }
    }
    return new Zone(name, List.of());
  }

  /// The name and all above it, up to the top-level domain.
  private static List<DnsName> names(DnsName name) {
    List<DnsName> names = new ArrayList<>(name.selfAndAncestors());
    names.add(new DnsName(name.text().substring(name.text().lastIndexOf('.') + 1)));
    return names;
  }

  /// The hosts of a zone's NS records; nothing where no zone begins.
  private DnsAnswer nameServers(DnsName name) {
    DnsAnswer alias = resolver.ask(name, RecordType.CNAME);
    if (!(alias instanceof DnsAnswer.Nothing)) {
      return alias instanceof DnsAnswer.Found ? new DnsAnswer.Nothing() : alias;
    }
    try {
      List<String> hosts =
          resolver.records(name, Type.NS).stream()
              .filter(NSRecord.class::isInstance)
              .map(ns -> ((NSRecord) ns).getTarget().toString(true))
              .toList();
      return hosts.isEmpty() ? new DnsAnswer.Nothing() : new DnsAnswer.Found(hosts);
    } catch (CompletionException e) {
      return resolver.answer(name, "NS", e);
    }
  }

  private Zone zone(DnsName name, List<String> hosts, List<Record> glue) {
    List<DnsServer> servers =
        hosts.stream()
            .flatMap(host -> DnsName.of(host).stream())
            .distinct()
            .flatMap(
                host ->
                    address(host, glue)
                        .map(ip -> new DnsServer(host, new InetSocketAddress(ip, port)))
                        .stream())
            .sorted(Comparator.comparing(server -> server.host().text()))
            .toList();
    return new Zone(name, servers);
  }

  /// What the servers of `parent` say: the referral to a zone below it, or `parent` itself when
  /// they know of none.
  private Zone delegated(DnsName name, Zone parent) {
    for (DnsServer server : parent.servers().stream().limit(MOST_PARENTS).toList()) {
      try {
        Message reply = server.send(name, Type.NS, patience);
        Optional<DnsName> below =
            referral(reply)
                .flatMap(ns -> DnsName.of(ns.getName().toString(true)).stream())
                .filter(owner -> name.selfAndAncestors().contains(owner))
                .findFirst();
        if (below.isPresent()) {
          List<String> hosts = referral(reply).map(ns -> ns.getTarget().toString(true)).toList();
          return zone(below.get(), hosts, reply.getSection(Section.ADDITIONAL));
        }
      } catch (IOException e) {
        // The next server may answer.
      }
    }
    return parent;
  }

  private static Stream<NSRecord> referral(Message reply) {
    return Stream.of(Section.ANSWER, Section.AUTHORITY)
        .flatMap(section -> reply.getSection(section).stream())
        .filter(NSRecord.class::isInstance)
        .map(NSRecord.class::cast);
  }

  /// A host's first address: IPv4 before IPv6, which not every machine can reach; what the parent
  /// zone gave before what the resolver says.
  private Optional<String> address(DnsName host, List<Record> glue) {
    Stream<String> given =
        glue.stream()
            .filter(record -> record instanceof ARecord || record instanceof AAAARecord)
            .filter(record -> record.getName().equals(DnsjavaDns.absolute(host)))
            .sorted(Comparator.comparingInt(Record::getType))
            .map(DnsjavaDns::value);
    return given.findFirst().or(() -> resolver.address(host).values().stream().findFirst());
  }
}
