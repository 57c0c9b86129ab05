package dev.postrider.cli.domain;

import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.NameServers.ServerAnswer;
import dev.postrider.domain.dns.RecordType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// One name server of a zone.
///
/// @param host its name
record DnsServer(DnsName host, InetSocketAddress address) {

  String label() {
    return host + " (" + address.getAddress().getHostAddress() + ")";
  }

  /// What the server itself says of a name of its zone. Asks twice, since a packet may be lost.
  ServerAnswer ask(DnsName name, RecordType type, Duration patience) {
    ServerAnswer answer = askOnce(name, type, patience.dividedBy(2));
    return answer instanceof ServerAnswer.Unreachable
        ? askOnce(name, type, patience.dividedBy(2))
        : answer;
  }

  private ServerAnswer askOnce(DnsName name, RecordType type, Duration patience) {
    try {
      Message reply = send(name, Type.value(type.name()), patience);
      boolean answers = reply.getRcode() == Rcode.NOERROR || reply.getRcode() == Rcode.NXDOMAIN;
      if (!answers) {
        return new ServerAnswer.NotServing(label(), Rcode.string(reply.getRcode()));
      }
      return reply.getHeader().getFlag(Flags.AA)
          ? new ServerAnswer.Answered(label(), answer(reply, type))
          : new ServerAnswer.NotServing(label(), "not authoritative");
    } catch (IOException e) {
      return new ServerAnswer.Unreachable(label());
    }
  }

  /// The server's reply to a question that asks for no recursion.
  Message send(DnsName name, int type, Duration patience) throws IOException {
    SimpleResolver resolver = new SimpleResolver(address);
    resolver.setTimeout(patience);
    Message query = Message.newQuery(Record.newRecord(DnsjavaDns.absolute(name), type, DClass.IN));
    query.getHeader().unsetFlag(Flags.RD);
    return resolver.send(query);
  }

  /// An alias is told as it is: where it leads to is another zone's word.
  private static DnsAnswer answer(Message reply, RecordType type) {
    List<Record> records = reply.getSection(Section.ANSWER);
    List<String> aliases =
        records.stream()
            .filter(CNAMERecord.class::isInstance)
            .map(record -> "CNAME " + DnsjavaDns.value(record))
            .toList();
    if (type != RecordType.CNAME && !aliases.isEmpty()) {
      return new DnsAnswer.Found(List.of(aliases.getFirst()));
    }
    List<String> values =
        records.stream()
            .filter(record -> record.getType() == Type.value(type.name()))
            .map(DnsjavaDns::value)
            .toList();
    return values.isEmpty()
        ? new DnsAnswer.Nothing(reply.getRcode() != Rcode.NXDOMAIN)
        : new DnsAnswer.Found(values);
  }
}
