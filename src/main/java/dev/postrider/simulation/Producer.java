package dev.postrider.simulation;

import dev.postrider.dispatch.Received.Carried;
import dev.postrider.email.Lifetimes;
import dev.postrider.ledger.Intervention;
import dev.postrider.ledger.OperatorProtocol;
import dev.postrider.ledger.ProtocolStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The services that enqueue mail: plain and from templates, to one and to several, personalised,
/// scheduled, expiring, of two streams and some tenants; now and then twice, with an id that was
/// used before, malformed, or made to harm the decoder. Where the ledger forgets within the
/// run, some is scheduled hours ahead, or further than it may be, comes twice, and is cancelled by
/// an operator.
final class Producer {
  /// Their names are t0, t1, …
  static final int TENANTS = 3;

  private static final String MARKETING = ",'stream':'marketing'";
  /// The names of all templates.
  static final String[] TEMPLATES = {"welcome", "invoice", "news"};

  private static final List<String> MALFORMED =
      List.of(
          json("{'to':'nobody'"),
          json("{'subject':'no recipient','text':'x'}"),
          hostile("[".repeat(1_000)),
          hostile("{'a':".repeat(70)),
          hostile("{'a':" + "9".repeat(2_000) + "}"),
          hostile("{'a':1" + ",'a':1".repeat(100) + "}"),
          hostile("{'a':[" + "'\\u0000',".repeat(100) + "1]}"),
          json("{" + "'a':1,".repeat(100) + "'b':1e999999999}"));

  private final World world;
  private final SplittableRandom random;
  private final int addresses;

  Producer(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
    this.addresses = Math.max(20, world.scenario.messages());
  }

  /// Plans all messages of the run.
  void begin() {
    PaceCase paceCase = world.scenario.paceCase();
    if (paceCase != null) {
      backlog(paceCase);
      return;
    }
    List<String> contested = new ArrayList<>();
    for (int n = 1; n <= world.scenario.messages(); n++) {
      long at = random.nextLong(world.scenario.arrivalMicros() + 1);
      if (happens(world.scenario.malformed())) {
        enqueue(at, MALFORMED.get(n % MALFORMED.size()), null, -1, false, false);
      } else if (happens(0.004) && !contested.isEmpty()) {
        String id = contested.removeLast();
        enqueue(at, plain(id, "Other content"), id, 0, true, false);
      } else if (world.scenario.forgets() && happens(0.1)) {
        scheduled("far-" + n);
      } else {
        message(n, at, contested);
      }
    }
  }

  /// Mails to one on the mail queue, or messages of many entries on the bulk queue.
  private void backlog(PaceCase paceCase) {
    for (int n = 1; n <= paceCase.messages(); n++) {
      String id = "mail-" + n;
      int entries = paceCase.entries();
      String to = "user" + n;
      String content =
          entries == 0
              ? "'to':'" + to + "@example.com','subject':'Hello','text':'Hello'"
              : "'stream':'marketing','template':{'name':'news'},'recipients':"
                  + listed(
                      entries,
                      i -> "{'to':'" + to + "-" + i + "@example.com','data':{'n':" + i + "}}");
      String body = json("{'id':'" + id + "'," + content + "}");
      SimulatedQueue queue = entries == 0 ? world.mailQueue : world.bulkQueue;
      enqueue(random.nextLong(world.scenario.arrivalMicros() + 1), queue, body, id, entries);
    }
  }

  private void enqueue(long at, SimulatedQueue queue, String body, String id, int entries) {
    world.timeline.after(
        at,
        () -> {
          var message = queue.send(id, body, null, Carried.NOTHING, 0);
          world.truth.orders.add(
              new GroundTruth.Enqueued(message.label, body, entries, false, false));
        });
  }

  private void message(int n, long at, List<String> contested) {
    String id = happens(0.1) ? null : "mail-" + n;
    double kind = random.nextDouble();
    if (kind < 0.05) {
      int entries = happens(0.1) ? 60 : 1 + random.nextInt(12);
      enqueue(at, personalised(id, entries), id, entries, false, false);
    } else if (kind < 0.2) {
      enqueue(at, templated(id), id, 0, false, false);
    } else {
      boolean mayContest = id != null && happens(0.01);
      String body = plain(id, "Subject " + n);
      enqueue(at, body, id, 0, mayContest, false);
      if (mayContest && id != null) {
        contested.add(id);
      } else if (id != null && happens(0.02)) {
        enqueue(at + random.nextLong(600_000_000), body, id, 0, false, false);
      }
    }
  }

  /// Within a day, so that entries of the first ones die while the last ones wait.
  private void scheduled(String id) {
    Lifetimes lifetimes = world.scenario.lifetimes();
    long day = micros(lifetimes.ledger());
    long furthest = micros(lifetimes.furthest());
    long at = random.nextLong(day);
    boolean tooFar = happens(0.2);
    long ahead = 1 + (tooFar ? furthest + random.nextLong(2 * day) : random.nextLong(furthest));
    String content = "'to':'" + address() + "','subject':'Soon','text':'Hello'";
    String stream = happens(0.25) ? MARKETING : "";
    String sendAt = ",'sendAt':'" + Timeline.instant(at + ahead) + "'";
    String body = json("{'id':'" + id + "'," + content + stream + sendAt + "}");
    enqueue(at, body, id, 0, false, tooFar);
    long cancelledAt = at + ahead;
    if (happens(0.4)) {
      cancelledAt = random.nextBoolean() ? random.nextLong(at + 1) : at + random.nextLong(ahead);
      world.timeline.after(cancelledAt, () -> cancel(id));
    }
    if (happens(0.3)) {
      // What is cancelled stays so for what is enqueued as long as the ledger keeps an entry.
      long again = Math.min(at + random.nextLong(ahead + day / 4), cancelledAt + day - 1);
      enqueue(Math.max(at, again), body, id, 0, false, tooFar);
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  /// As `postrider cancel` does it.
  private void cancel(String key) {
    Instant now = Timeline.instant(world.timeline.now());
    ProtocolStep<Intervention> first = OperatorProtocol.cancel(key, world.ledger.entry(key), now);
    if (world.ledger.finish(first) instanceof Intervention.Applied) {
      world.expiry.set(key, world.scenario.lifetimes().ledger().multipliedBy(2));
      world.truth.unit(key).cancelled = true;
      world.trace.note("operator", "CANCELLED", key, "");
    }
  }

  private void enqueue(
      long at, String body, @Nullable String id, int entries, boolean contested, boolean tooFar) {
    world.timeline.after(
        at,
        () -> {
          var message = world.mailQueue.send(id, body, null, Carried.NOTHING, 0);
          world.truth.orders.add(
              new GroundTruth.Enqueued(message.label, body, entries, contested, tooFar));
        });
  }

  private String plain(@Nullable String id, String subject) {
    int recipients = happens(0.05) ? 2 + random.nextInt(3) : 1;
    String to = listed(recipients, i -> "'" + address() + "'");
    String cc = happens(0.03) ? ",'cc':'" + address() + "'" : "";
    return message(id, "'to':" + to + cc + ",'subject':'" + subject + "','text':'Hello'");
  }

  private String templated(@Nullable String id) {
    return message(id, "'to':'" + address() + "'," + template() + ",'data':{'name':'Ann'}");
  }

  private String personalised(@Nullable String id, int entries) {
    return message(
        id,
        template()
            + ",'recipients':"
            + listed(entries, i -> "{'to':'" + address() + "','data':{'n':" + i + "}}"));
  }

  private String message(@Nullable String id, String content) {
    String named = id == null ? "" : "'id':'" + id + "',";
    return json("{" + named + content + options() + "}");
  }

  private static String hostile(String data) {
    return json("{'to':'a@example.com','template':{'name':'t'},'data':" + data + "}");
  }

  /// @param text with ' for every "
  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String listed(int count, IntFunction<String> element) {
    return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
  }

  private String template() {
    return "'template':{'name':'" + TEMPLATES[random.nextInt(TEMPLATES.length)] + "'}";
  }

  private String options() {
    String stream = happens(0.25) ? MARKETING : "";
    String tenant = happens(0.05) ? ",'tenant':'t" + random.nextInt(TENANTS) + "'" : "";
    String sendAt = schedule("sendAt", 2_400);
    return stream + tenant + (sendAt.isEmpty() ? schedule("expiresAt", 900) : sendAt);
  }

  private String schedule(String field, int seconds) {
    return happens(0.03)
        ? ",'" + field + "':'" + Timeline.START.plusSeconds(1L + random.nextInt(seconds)) + "'"
        : "";
  }

  private String address() {
    return "user" + random.nextInt(addresses) + "@example.com";
  }

  private boolean happens(double probability) {
    return random.nextDouble() < probability;
  }
}
