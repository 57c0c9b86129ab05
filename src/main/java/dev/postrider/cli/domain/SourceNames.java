package dev.postrider.cli.domain;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.report.ReportSummary;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/// What the reverse DNS calls the sources of reports. Whoever owns an address may write any name
/// there: a name counts only when its own address is the source (RFC 8601, section 3: `iprev`), and
/// it is shown to people, never used to tell senders apart.
///
/// @param together how long all questions may take; what is not answered by then has no name
record SourceNames(DnsjavaDns dns, Duration together) {
  static final int MOST = 20;

  /// Names the largest sources, at the same time.
  ///
  /// @return a name by address; only for those that have one
  Map<String, String> of(Collection<ReportSummary.Source> sources) throws InterruptedException {
    List<String> largest =
        sources.stream()
            .sorted(Comparator.comparingLong(ReportSummary.Source::messages).reversed())
            .map(ReportSummary.Source::address)
            .distinct()
            .limit(MOST)
            .toList();
    List<Callable<Optional<String>>> questions =
        largest.stream().<Callable<Optional<String>>>map(address -> () -> name(address)).toList();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Optional<String>>> answers =
          threads.invokeAll(questions, together.toMillis(), TimeUnit.MILLISECONDS);
      Map<String, String> names = new HashMap<>();
      for (int i = 0; i < largest.size(); i++) {
        String address = largest.get(i);
        answered(answers.get(i)).ifPresent(name -> names.put(address, name));
      }
      return names;
    } finally {
      // Not closed: that would wait for a server that does not answer.
      threads.shutdownNow();
    }
  }

  private static Optional<String> answered(Future<Optional<String>> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException | CancellationException e) {
      return Optional.empty();
    }
  }

  /// @param address as a receiver wrote it, and so perhaps no address at all
  private Optional<String> name(String address) {
    InetAddress source;
    try {
      source = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return pointers(source).stream()
        .flatMap(name -> DnsName.of(name).stream())
        .filter(name -> leadsBack(name, source))
        .map(DnsName::text)
        .findFirst();
  }

  private List<String> pointers(InetAddress source) {
    DnsName reverse = new DnsName(ReverseMap.fromAddress(source).toString(true));
    try {
      return dns.records(reverse, Type.PTR).stream().map(SourceNames::target).sorted().toList();
    } catch (CompletionException e) {
      return List.of();
    }
  }

  private static String target(Record pointer) {
    return pointer instanceof PTRRecord to ? to.getTarget().toString(true) : "";
  }

  private boolean leadsBack(DnsName name, InetAddress source) {
    RecordType type = source.getAddress().length == 4 ? RecordType.A : RecordType.AAAA;
    return dns.ask(name, type).values().stream()
        .anyMatch(address -> InetAddress.ofLiteral(address).equals(source));
  }
}
