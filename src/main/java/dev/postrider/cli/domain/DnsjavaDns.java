package dev.postrider.cli.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.ServerFailedException;

/// Asks one resolver, or those of the system, over UDP and, when an answer is cut off, over TCP.
/// Keeps nothing between questions.
public final class DnsjavaDns implements Dns {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int RETRIES = 2;

  private final Resolver resolver;
  private final LookupSession session;

  private DnsjavaDns(Resolver resolver) {
    this.resolver = resolver;
    this.session = LookupSession.builder().resolver(resolver).build();
  }

  /// The resolvers of the machine.
  public static DnsjavaDns ofSystem() {
    return over(new ExtendedResolver());
  }

  /// One server.
  public static DnsjavaDns at(InetSocketAddress server) {
    return over(new ExtendedResolver(new Resolver[] {new SimpleResolver(server)}));
  }

  private static DnsjavaDns over(ExtendedResolver resolver) {
    resolver.setTimeout(TIMEOUT);
    resolver.setRetries(RETRIES);
    return new DnsjavaDns(resolver);
  }

  @Override
  public DnsAnswer ask(DnsName name, RecordType type) {
    try {
      List<String> values =
          records(name, Type.value(type.name())).stream().map(DnsjavaDns::value).toList();
      return values.isEmpty() ? new DnsAnswer.Nothing() : new DnsAnswer.Found(values);
    } catch (CompletionException e) {
      return answer(name, type.name(), e);
    }
  }

  /// The records of one type, after following aliases; throws what dnsjava throws.
  List<Record> records(DnsName name, int type) {
    return session.lookupAsync(absolute(name), type).toCompletableFuture().join().getRecords();
  }

  /// What it means that `records` threw.
  DnsAnswer answer(DnsName name, String type, CompletionException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof NoSuchDomainException) {
      return new DnsAnswer.Nothing(false);
    }
    if (cause instanceof NoSuchRRSetException) {
      return new DnsAnswer.Nothing(true);
    }
    if (cause instanceof ServerFailedException && answersUnchecked(name, type)) {
      return new DnsAnswer.Unanswered(
          Text.of(
              "no answer to %s %s: its DNSSEC is broken (the resolver answers with DNSSEC "
                  + "checking disabled); compare the DS record at the registrar with the zone's "
                  + "keys",
              type, name));
    }
    String message = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return new DnsAnswer.Unanswered(
        Text.of(
            "no answer to %s %s (%s%s)", type, name, cause.getClass().getSimpleName(), message));
  }

  /// Whether the resolver that answered SERVFAIL answers when it is asked not to check DNSSEC (the
  /// CD bit, RFC 4035, 3.2.2). An alias without what it leads to is not an answer.
  private boolean answersUnchecked(DnsName name, String type) {
    Record question = Record.newRecord(absolute(name), Type.value(type), DClass.IN);
    Message query = Message.newQuery(question);
    query.getHeader().setFlag(Flags.CD);
    try {
      Message reply = resolver.send(query);
      List<Record> answers = reply.getSection(Section.ANSWER);
      return reply.getRcode() == Rcode.NXDOMAIN
          || (reply.getRcode() == Rcode.NOERROR
              && (answers.isEmpty()
                  || answers.stream().anyMatch(one -> one.getType() == question.getType())));
    } catch (IOException e) {
      return false;
    }
  }

  static Name absolute(DnsName name) {
    try {
      return Name.fromString(name.text() + ".");
    } catch (TextParseException e) {
      throw new IllegalArgumentException("dnsjava takes no name '" + name + "'", e);
    }
  }

  static String value(Record record) {
    return switch (record) {
      case CNAMERecord alias -> host(alias.getTarget());
      case MXRecord mx -> mx.getPriority() + " " + host(mx.getTarget());
      case TXTRecord txt -> joined(txt);
      case ARecord a -> a.getAddress().getHostAddress();
      case AAAARecord a -> a.getAddress().getHostAddress();
      default -> record.rdataToString();
    };
  }

  /// Lower case, without the last dot. Not a `DnsName`, since a server may say anything.
  private static String host(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }

  private static String joined(TXTRecord txt) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Object part : txt.getStringsAsByteArrays()) {
      bytes.writeBytes((byte[]) part);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
