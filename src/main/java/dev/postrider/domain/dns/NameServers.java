package dev.postrider.domain.dns;

import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks the servers to which the parent zone delegates. Never throws for what a server does or does
/// not say.
@FunctionalInterface
public interface NameServers {

  /// Asks every server of each name's zone, all questions within five seconds together.
  ///
  /// @return an entry for every question
  Map<Question, ZoneAnswers> ask(Set<Question> questions);

  /// One question.
  record Question(DnsName name, RecordType type) {
    @Override
    public String toString() {
      return type + " " + name;
    }
  }

  /// What the servers of one zone answered to one question.
  ///
  /// @param zone the zone that the name lies in; the name itself when no server was found
  /// @param servers one entry a server, in the order of their names; empty when none was found
  record ZoneAnswers(DnsName zone, List<ServerAnswer> servers) {
    public ZoneAnswers {
      servers = List.copyOf(servers);
    }

    /// The different answers; not those of servers that did not answer. A name that does not exist
    /// and one without a record are the same answer.
    public List<DnsAnswer> answers() {
      return servers.stream()
          .filter(ServerAnswer.Answered.class::isInstance)
          .map(server -> ((ServerAnswer.Answered) server).answer())
          .map(answer -> answer instanceof DnsAnswer.Nothing ? new DnsAnswer.Nothing() : answer)
          .distinct()
          .toList();
    }
  }

  /// What one server answered.
  sealed interface ServerAnswer {
    /// Name and address, such as `ns1.example.net (192.0.2.53)`.
    String server();

    /// In words: the records, or why there are none.
    Text text();

    /// It answered for the zone.
    ///
    /// @param answer found or nothing, whether the name exists or not; an alias is found as `CNAME
    ///     target`
    record Answered(String server, DnsAnswer answer) implements ServerAnswer {
      @Override
      public Text text() {
        List<String> values = answer.values();
        return values.isEmpty()
            ? Text.of("%s: no record", server)
            : Text.verbatim(server + ": " + String.join(", ", values));
      }
    }

    /// It answered that it does not serve the zone.
    ///
    /// @param why the response code, or `not authoritative`
    record NotServing(String server, String why) implements ServerAnswer {
      @Override
      public Text text() {
        return Text.verbatim(server + ": " + why);
      }
    }

    /// It did not answer in time, or cannot be reached from here.
    record Unreachable(String server) implements ServerAnswer {
      @Override
      public Text text() {
        return Text.of("%s: not reached", server);
      }
    }
  }
}
