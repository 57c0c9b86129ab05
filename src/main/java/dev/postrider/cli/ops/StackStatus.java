package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.account.Account;
import dev.postrider.aws.SqsQueueBrowser.QueueDepth;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A stack's state at one moment, on one screen.
///
/// @param queues in the order in which a message passes them
/// @param ages of each queue's oldest message, by the queue's name; what has no age is missing
record StackStatus(
    String stack,
    Instant at,
    List<QueueStatus> queues,
    PartReading<PaceStatus> pace,
    PartReading<AccountStatus> account,
    PartReading<IdentityStatus> identity,
    PartReading<EventSourceStatus> mailEventSource,
    PartReading<EventSourceStatus> bulkEventSource,
    PartReading<AlarmStatus> alarms,
    @JsonIgnore PartReading<Map<String, Duration>> ages)
    implements CommandAnswer {
  private static final int WIDTH = 10;

  /// One queue.
  ///
  /// @param oldestSeconds the age of its oldest message; null where it is not known
  record QueueStatus(
      String name, @JsonUnwrapped PartReading<QueueDepth> depth, @Nullable Long oldestSeconds) {}

  /// The shared pace at one moment.
  ///
  /// @param bookedSeconds for how long the pace is booked out
  /// @param breakerReason null while mail flows
  /// @param breakerSince null while mail flows, or where it is not known
  record PaceStatus(
      List<String> pausedTenants,
      double ratePerSecond,
      double ceilingPerSecond,
      long bookedSeconds,
      boolean breakerOpen,
      @JsonInclude @Nullable String breakerReason,
      @JsonInclude @Nullable Instant breakerSince,
      @JsonIgnore Instant at) {

    static PaceStatus of(PaceState pace, Instant at) {
      Instant arrival = Instant.EPOCH.plus(pace.theoreticalArrivalMicros(), ChronoUnit.MICROS);
      return new PaceStatus(
          List.copyOf(pace.pausedTenants().until().keySet()),
          pace.ratePerSecond(),
          pace.ceilingPerSecond(),
          Math.max(0, Duration.between(at, arrival).toSeconds()),
          pace.openReason() != null,
          pace.openReason(),
          pace.openedAt(),
          at);
    }

    String breaker() {
      return !breakerOpen
          ? "closed: mail flows"
          : "OPEN: "
              + breakerReason
              + (breakerSince == null
                  ? ""
                  : ", for " + Times.span(Duration.between(breakerSince, at)));
    }

    String pace() {
      return String.format(
          Locale.ROOT,
          "%.1f of %.1f recipients a second, booked for the next %s",
          ratePerSecond,
          ceilingPerSecond,
          Times.span(Duration.ofSeconds(bookedSeconds)));
    }
  }

  /// What SES says of the account.
  ///
  /// @param quotaShare the used share of the daily quota, 0 to 1
  record AccountStatus(@JsonUnwrapped Account account, double quotaShare) {
    static AccountStatus of(Account account) {
      return new AccountStatus(account, account.quotaShare());
    }

    String text() {
      String sending = account.sendingEnabled() ? "sending" : "SENDING IS OFF";
      String quota =
          account.max24HourSend() < 0
              ? "no daily quota"
              : String.format(
                  Locale.ROOT,
                  "%.0f of %.0f in 24 h (%.0f %%)",
                  account.sentLast24Hours(),
                  account.max24HourSend(),
                  quotaShare * 100);
      String rate = String.format(Locale.ROOT, "at most %.0f a second", account.maxSendRate());
      return String.join(", ", account.enforcement(), sending, quota, rate);
    }
  }

  /// What SES says of the sending domain.
  ///
  /// @param dkim SUCCESS, PENDING and the like
  /// @param mailFrom the same; empty where no MAIL FROM domain is set
  record IdentityStatus(String name, boolean verified, String dkim, String mailFrom) {
    String text() {
      return name
          + (verified ? " verified" : " NOT VERIFIED")
          + ", DKIM "
          + dkim
          + (mailFrom.isEmpty() ? "" : ", MAIL FROM " + mailFrom);
    }
  }

  /// Whether a queue is polled.
  ///
  /// @param state Lambda's word, such as Enabled
  record EventSourceStatus(String state) {}

  /// @param inAlarm names, in order
  /// @param descriptions by name: what to do first, and the section of the runbook
  record AlarmStatus(
      List<String> inAlarm, @JsonInclude(Include.NON_EMPTY) Map<String, String> descriptions) {
    static AlarmStatus of(SortedMap<String, String> descriptions) {
      return new AlarmStatus(List.copyOf(descriptions.keySet()), descriptions);
    }

    String text() {
      return inAlarm.isEmpty() ? "none" : String.join(", ", inAlarm);
    }
  }

  @Override
  public int exitCode() {
    boolean complete =
        Stream.concat(
                queues.stream().map(QueueStatus::depth),
                Stream.of(ages, pace, mailEventSource, bulkEventSource, account, identity, alarms))
            .noneMatch(PartReading.Unread.class::isInstance);
    return complete ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  @Override
  public String text() {
    return line(stack, Times.at(at))
        + line("Breaker", pace.text(PaceStatus::breaker))
        + pausedTenants()
        + line("Pace", pace.text(PaceStatus::pace))
        + line("Account", account.text(AccountStatus::text))
        + line("Polling", "mail " + polling(mailEventSource) + ", bulk " + polling(bulkEventSource))
        + line("Domain", identity.text(IdentityStatus::text))
        + line("Alarms", alarms.text(AlarmStatus::text))
        + "\n"
        + queueTable();
  }

  private String pausedTenants() {
    return pace instanceof PartReading.Present<PaceStatus>(PaceStatus known)
            && !known.pausedTenants().isEmpty()
        ? line("Paused", "tenants " + String.join(", ", known.pausedTenants()))
        : "";
  }

  private static String polling(PartReading<EventSourceStatus> eventSource) {
    return eventSource.text(EventSourceStatus::state);
  }

  private String queueTable() {
    TextTable table = new TextTable("QUEUE", "WAITING", "IN FLIGHT", "DELAYED", "OLDEST");
    for (QueueStatus queue : queues) {
      String age = ages.text(_ -> age(queue));
      switch (queue.depth()) {
        case PartReading.Present<QueueDepth>(QueueDepth depth) ->
            table.row(queue.name(), depth.waiting(), depth.inFlight(), depth.delayed(), age);
        case PartReading.Unread<QueueDepth>(String code) ->
            table.row(queue.name(), code, "", "", age);
      }
    }
    return table.text();
  }

  private static String age(QueueStatus queue) {
    Long seconds = queue.oldestSeconds();
    return seconds == null ? "-" : Times.span(Duration.ofSeconds(seconds));
  }

  private static String line(String label, String value) {
    return Words.labelled(label, WIDTH, value);
  }
}
