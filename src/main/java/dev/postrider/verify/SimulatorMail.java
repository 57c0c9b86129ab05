package dev.postrider.verify;

import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.verify.StackVerdict.CannotTell;
import dev.postrider.verify.StackVerdict.Failed;
import dev.postrider.verify.StackVerdict.Ok;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message to SES's mailbox simulator, which reaches nobody and counts neither against the quota
/// nor in the account's rates.
///
/// Source: "Using the mailbox simulator", SES developer guide.
///
/// @param kind what it tries
/// @param body as a producer enqueues it
/// @param units the keys that the ledger will have of it
/// @param expected what SES's events say of each recipient in the end; empty where none may come
/// @param suppressed the address that must be suppressed then; empty where none must be
public record SimulatorMail(
    String kind,
    String id,
    String body,
    List<String> units,
    Optional<RecipientStatus> expected,
    Optional<String> suppressed) {
  /// Its stream, so that its metrics are those of no mail of the services.
  public static final String STREAM = "postrider-verify";

  /// What the ids begin with, which a policy may name.
  private static final String PREFIX = STREAM + "-";

  private static final String DOMAIN = "@simulator.amazonses.com";

  public SimulatorMail {
    units = List.copyOf(units);
  }

  /// One of each kind.
  ///
  /// @param run tells the ids of one run from those of another; letters and digits
  /// @param expiresAt after which it must not be sent any more, since nobody follows it
  /// @param deliveries whether SES reports deliveries to the stack
  public static List<SimulatorMail> all(String run, Instant expiresAt, boolean deliveries) {
    Optional<RecipientStatus> delivered =
        deliveries ? Optional.of(RecipientStatus.DELIVERED) : Optional.empty();
    return List.of(
        delivered(run, "plain", expiresAt, delivered, ""),
        delivered(
            run,
            "file",
            expiresAt,
            delivered,
            ",\"attachments\":[{\"filename\":\"verify.txt\",\"content\":\"SXQgd29ya3Mu\"}]"),
        bulk(run, expiresAt, delivered),
        returned(run, "bounce", expiresAt, RecipientStatus.BOUNCED),
        returned(run, "complaint", expiresAt, RecipientStatus.COMPLAINED));
  }

  private static SimulatorMail delivered(
      String run,
      String kind,
      Instant expiresAt,
      Optional<RecipientStatus> delivered,
      String more) {
    String id = PREFIX + run + "-" + kind;
    return new SimulatorMail(
        kind,
        id,
        body(id, address("success", kind), expiresAt, more),
        List.of(id),
        delivered,
        Optional.empty());
  }

  private static SimulatorMail returned(
      String run, String kind, Instant expiresAt, RecipientStatus expected) {
    String id = PREFIX + run + "-" + kind;
    String address = address(kind, STREAM);
    return new SimulatorMail(
        kind,
        id,
        body(id, address, expiresAt, ""),
        List.of(id),
        Optional.of(expected),
        Optional.of(address));
  }

  private static SimulatorMail bulk(
      String run, Instant expiresAt, Optional<RecipientStatus> delivered) {
    String id = PREFIX + run + "-bulk";
    String body =
        """
        {"id":"%s","stream":"%s","expiresAt":"%s",
         "template":{"subject":"postrider verify {{n}}","text":"{{n}}/2"},
         "recipients":[{"to":"%s","data":{"n":"1"}},{"to":"%s","data":{"n":"2"}}]}\
        """
            .formatted(
                id, STREAM, expiresAt, address("success", "bulk-1"), address("success", "bulk-2"));
    return new SimulatorMail(
        "bulk", id, body, List.of(id + "#0", id + "#1"), delivered, Optional.empty());
  }

  private static String body(String id, String to, Instant expiresAt, String more) {
    return """
    {"id":"%s","stream":"%s","expiresAt":"%s","to":"%s","subject":"postrider verify",\
    "text":"It works."%s}\
    """
        .formatted(id, STREAM, expiresAt, to, more);
  }

  private static String address(String mailbox, String label) {
    return mailbox + "+" + label + DOMAIN;
  }

  /// Whether nothing more can come of it.
  ///
  /// @param ledger what the ledger has of its units, by key
  public boolean settled(Map<String, UnitRecord> ledger) {
    return units.stream().allMatch(unit -> arrived(ledger, unit) || failed(ledger, unit));
  }

  private boolean arrived(Map<String, UnitRecord> ledger, String key) {
    UnitRecord unit = ledger.get(key);
    return unit != null
        && unit.entry().state() == State.SENT
        && expected.map(status -> isStatusOfAll(status, unit)).orElse(true);
  }

  private static boolean isStatusOfAll(RecipientStatus expected, UnitRecord unit) {
    return !unit.recipients().isEmpty()
        && unit.recipients().values().stream().allMatch(status -> status == expected);
  }

  private static boolean failed(Map<String, UnitRecord> ledger, String key) {
    UnitRecord unit = ledger.get(key);
    return unit != null && unit.entry().state().ended() && unit.entry().state() != State.SENT;
  }

  /// Judges what the ledger has, when nobody waits any longer.
  public StackVerdict verdict(Map<String, UnitRecord> ledger) {
    for (String key : units) {
      if (!arrived(ledger, key)) {
        return new Failed(why(ledger.get(key)), action(ledger.get(key)));
      }
    }
    return new Ok("SENT" + expected.map(status -> ", " + status).orElse(""));
  }

  private String why(@Nullable UnitRecord unit) {
    if (unit == null) {
      return "the dispatcher has not taken it";
    }
    State state = unit.entry().state();
    if (state != State.SENT) {
      return state + (unit.reason().isEmpty() ? "" : ": " + unit.reason());
    }
    return unit.recipients().isEmpty()
        ? "SENT, but no event came"
        : "SENT, but its event says "
            + unit.recipients().values()
            + expected.map(status -> ", not " + status).orElse("");
  }

  private String action(@Nullable UnitRecord unit) {
    if (unit == null) {
      return "./postrider status: whether the mail queue is polled, and how long it is";
    }
    return unit.entry().state() == State.SENT
        ? "Read the log of FeedbackFunction, and ./postrider dead explain --queue feedback"
        : "./postrider show " + id;
  }

  /// Whether the address came to be suppressed, as one that bounced or complained must.
  public static StackVerdict suppression(boolean suppressed) {
    return suppressed
        ? new Ok("suppressed, and removed again")
        : new Failed(
            "the address is not suppressed: such people would be mailed again",
            "Read the log of FeedbackFunction (docs/runbook.md#feedback-failing)");
  }

  /// Whether nothing is left of the run.
  ///
  /// @param underWay whether an event may still come
  public static StackVerdict cleanedUp(boolean underWay) {
    return underWay
        ? new CannotTell(
            "a late event may suppress an address again; the next run removes it", false)
        : new Ok("no address of the simulator is suppressed");
  }

  /// Whether the count of what was sent reached CloudWatch.
  ///
  /// @param values the metric's, since the first mail
  public static StackVerdict metric(List<Double> values) {
    return values.isEmpty()
        ? new CannotTell("no value of Sent has come yet; CloudWatch may be late", true)
        : new Ok("Sent has a value");
  }

  /// Whether status events were lost since the first mail.
  ///
  /// @param sent of the metric Sent, without which the other may be late as well
  /// @param lost of the metric StatusEventsLost, which is written when it is not zero
  public static StackVerdict statusEvents(List<Double> sent, List<Double> lost) {
    if (lost.stream().anyMatch(value -> value > 0)) {
      return new Failed("some were lost", "See docs/runbook.md#status-events-lost");
    }
    return sent.isEmpty() ? metric(sent) : new Ok("none was lost");
  }
}
