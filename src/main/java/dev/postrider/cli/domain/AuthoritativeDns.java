package dev.postrider.cli.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.NameServers;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Asks the servers that own the zone of each name, past all caches, each of them. The resolver is
/// asked only which servers these are. Good for one check: it remembers the servers, and those that
/// did not answer.
public final class AuthoritativeDns implements Dns, NameServers {
  private static final int MOST_ALIASES = 8;

  /// Of the time for all questions together: what is left when the servers' time is over.
  private static final Duration MARGIN = Duration.ofMillis(300);

  private final Delegations delegations;
  private final Duration patience;
  private final Set<DnsServer> unreachable = ConcurrentHashMap.newKeySet();

  /// The name servers answer at `port`: 53, but for tests.
  ///
  /// @param patience with one question, and with all of `NameServers` together
  public AuthoritativeDns(DnsjavaDns resolver, int port, Duration patience) {
    this.delegations = new Delegations(resolver, port, patience);
    this.patience = patience;
  }

  @Override
  public DnsAnswer ask(DnsName name, RecordType type) {
    return ask(name, type, MOST_ALIASES);
  }

  private DnsAnswer ask(DnsName name, RecordType type, int aliasesLeft) {
    if (aliasesLeft == 0) {
      return new DnsAnswer.Unanswered(
          Text.of("more than %s aliases lead to %s", MOST_ALIASES, name));
    }
    if (type != RecordType.CNAME
        && common(new Question(name, RecordType.CNAME)) instanceof DnsAnswer.Found alias) {
      return DnsName.of(alias.values().getFirst())
          .map(target -> ask(target, type, aliasesLeft - 1))
          .orElseGet(
              () ->
                  new DnsAnswer.Unanswered(
                      Text.of("%s is an alias of what is not a domain name", name)));
    }
    return common(new Question(name, type));
  }

  /// What all servers that answer say.
  private DnsAnswer common(Question question) {
    ZoneAnswers answers = answers(question, () -> patience);
    if (answers.servers().isEmpty()) {
      return new DnsAnswer.Unanswered(
          Text.of("found no authoritative server for %s", question.name()));
    }
    Text each = Text.joined("; ", answers.servers().stream().map(ServerAnswer::text).toList());
    return switch (answers.answers().size()) {
      case 0 -> new DnsAnswer.Unanswered(Text.of("no answer to %s (%s)", question, each));
      case 1 -> first(answers);
      default ->
          new DnsAnswer.Unanswered(Text.of("the name servers disagree on %s: %s", question, each));
    };
  }

  private static DnsAnswer first(ZoneAnswers answers) {
    return answers.servers().stream()
        .filter(ServerAnswer.Answered.class::isInstance)
        .map(server -> ((ServerAnswer.Answered) server).answer())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Map<Question, ZoneAnswers> ask(Set<Question> questions) {
    List<Question> list = List.copyOf(questions);
    long start = System.nanoTime();
    List<Callable<ZoneAnswers>> tasks =
        list.stream()
            .<Callable<ZoneAnswers>>map(question -> () -> answers(question, () -> left(start)))
            .toList();
    List<Optional<ZoneAnswers>> answers = together(tasks, patience);
    Map<Question, ZoneAnswers> result = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      Question question = list.get(i);
      result.put(question, answers.get(i).orElse(new ZoneAnswers(question.name(), List.of())));
    }
    return result;
  }

  /// What finding the servers has left of the time, so that those that answer are not lost with
  /// those that do not.
  private Duration left(long start) {
    return patience.minusNanos(System.nanoTime() - start).minus(MARGIN);
  }

  /// @param left how long the servers have, asked when they are known
  private ZoneAnswers answers(Question question, Supplier<Duration> left) {
    Delegations.Zone zone = delegations.of(question.name());
    Duration time = left.get();
    List<DnsServer> reachable =
        zone.servers().stream().filter(server -> !unreachable.contains(server)).toList();
    List<Callable<ServerAnswer>> tasks =
        reachable.stream()
            .<Callable<ServerAnswer>>map(
                server -> () -> server.ask(question.name(), question.type(), time))
            .toList();
    List<Optional<ServerAnswer>> answers = together(tasks, time);
    List<ServerAnswer> all = new ArrayList<>();
    for (DnsServer server : zone.servers()) {
      int asked = reachable.indexOf(server);
      Optional<ServerAnswer> answer = asked < 0 ? Optional.empty() : answers.get(asked);
      if (answer.isEmpty() || answer.get() instanceof ServerAnswer.Unreachable) {
        unreachable.add(server);
      }
      all.add(answer.orElse(new ServerAnswer.Unreachable(server.label())));
    }
    return new ZoneAnswers(zone.name(), all);
  }

  /// What the tasks come to at once; empty for one that is not done in time.
  private <T> List<Optional<T>> together(List<Callable<T>> tasks, Duration time) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Optional<T>> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks, time.toMillis(), TimeUnit.MILLISECONDS)) {
        results.add(future.isCancelled() ? Optional.empty() : Optional.of(future.get()));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return tasks.stream().map(_ -> Optional.<T>empty()).toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      // Not closed: that would wait for a question that is given up.
      threads.shutdownNow();
    }
  }
}
