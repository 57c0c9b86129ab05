package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.AwsQuestion.ask;

import dev.postrider.calls.Pause;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.verify.AwsAnswer;
import dev.postrider.verify.SimulatorMail;
import dev.postrider.verify.StackFinding;
import dev.postrider.verify.StackVerdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/// Sends mail to SES's mailbox simulator through the whole stack, and follows it: to the ledger,
/// its events, the suppressions that must follow, the metrics. Removes those suppressions again.
final class MailVerification {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /// CloudWatch has new values once a minute.
  private static final Duration BETWEEN_METRICS = Duration.ofSeconds(10);

  /// How long beyond the time-out its mail may still be sent: clocks differ.
  private static final Duration LATE = Duration.ofMinutes(5);

  private static final int MINUTE = 60;

  private final StackConnection stack;
  private final Pause pause;
  private final Duration timeout;
  private final Consumer<String> progress;
  private final Instant start;
  private final List<SimulatorMail> mails;

  /// @param run tells the ids of one run from those of another
  /// @param timeout how long mail, and then metrics, are waited for together
  MailVerification(
      StackConnection stack, Pause pause, String run, Duration timeout, Consumer<String> progress) {
    this.stack = stack;
    this.pause = pause;
    this.timeout = timeout;
    this.progress = progress;
    this.start = stack.now();
    this.mails =
        SimulatorMail.all(run, start.plus(timeout).plus(LATE), stack.deployment().deliveries());
  }

  List<StackFinding> findings() {
    AwsAnswer<Boolean> enqueued = unsuppress().then(_ -> enqueue());
    AwsAnswer<Map<String, UnitRecord>> ledger = enqueued.then(_ -> waited());
    List<StackFinding> findings = new ArrayList<>();
    for (SimulatorMail mail : mails) {
      findings.add(StackFinding.of("mail", mail.kind(), ledger, mail::verdict));
      mail.suppressed()
          .ifPresent(
              address ->
                  findings.add(
                      StackFinding.of(
                          "suppression",
                          mail.kind(),
                          ledger.then(_ -> suppressed(address)),
                          SimulatorMail::suppression)));
    }
    findings.add(
        StackFinding.of(
            "cleaned-up",
            "SuppressionTable",
            unsuppress(),
            _ -> SimulatorMail.cleanedUp(isUnderWay(ledger))));
    AwsAnswer<List<Double>> sent = ledger.then(_ -> waitedForMetric());
    findings.add(StackFinding.of("metric", "Sent", sent, SimulatorMail::metric));
    findings.add(
        StackFinding.of(
            "status-events",
            "StatusEventsLost",
            sent,
            ledger.then(_ -> values("StatusEventsLost")),
            SimulatorMail::statusEvents));
    findings.add(
        new StackFinding(
            "status-events",
            "targets",
            new StackVerdict.CannotTell(
                "no service says whether a rule's target took them", false)));
    return findings;
  }

  private AwsAnswer<Boolean> enqueue() {
    progress.accept("sending " + mails.size() + " messages to the mailbox simulator");
    return ask(
        "SendMessage",
        () -> {
          for (SimulatorMail mail : mails) {
            var _ =
                stack
                    .clients()
                    .sqs()
                    .sendMessage(
                        r ->
                            r.queueUrl(stack.deployment().queues().mail())
                                .messageBody(mail.body()));
          }
          return true;
        });
  }

  /// What the ledger has when all is settled, or when the time is over.
  private AwsAnswer<Map<String, UnitRecord>> waited() {
    List<String> keys = mails.stream().flatMap(mail -> mail.units().stream()).toList();
    while (true) {
      AwsAnswer<Map<String, UnitRecord>> ledger =
          ask("BatchGetItem", () -> stack.ledgerReader().find(keys));
      if (!(ledger instanceof AwsAnswer.Given<Map<String, UnitRecord>>(var found))) {
        return ledger;
      }
      long settled = mails.stream().filter(mail -> mail.settled(found)).count();
      if (settled == mails.size() || isOver(BETWEEN_LOOKS)) {
        return ledger;
      }
      progress.accept(settled + " of " + mails.size() + " are through after " + elapsed());
      pause.until(stack.now().plus(BETWEEN_LOOKS));
    }
  }

  private AwsAnswer<List<Double>> waitedForMetric() {
    while (true) {
      AwsAnswer<List<Double>> values = values("Sent");
      if (!(values instanceof AwsAnswer.Given<List<Double>>(var found))
          || !found.isEmpty()
          || isOver(BETWEEN_METRICS)) {
        return values;
      }
      progress.accept("no value of the metric Sent after " + elapsed());
      pause.until(stack.now().plus(BETWEEN_METRICS));
    }
  }

  private boolean isUnderWay(AwsAnswer<Map<String, UnitRecord>> ledger) {
    return ledger instanceof AwsAnswer.Given<Map<String, UnitRecord>>(var found)
        && !mails.stream().allMatch(mail -> mail.settled(found));
  }

  private boolean isOver(Duration next) {
    return stack.now().plus(next).isAfter(start.plus(timeout));
  }

  private String elapsed() {
    return Duration.between(start, stack.now()).toSeconds() + " s";
  }

  /// The values of a metric since the first mail: of the mail's own stream, or of the whole stack.
  private AwsAnswer<List<Double>> values(String metric) {
    List<Dimension> dimensions = new ArrayList<>();
    dimensions.add(dimension("Stack", stack.deployment().name()));
    if (metric.equals("Sent")) {
      dimensions.add(dimension("Stream", SimulatorMail.STREAM));
    }
    MetricDataQuery query =
        MetricDataQuery.builder()
            .id("value")
            .metricStat(
                stat ->
                    stat.stat("Sum")
                        .period(MINUTE)
                        .metric(
                            m ->
                                m.namespace("Postrider").metricName(metric).dimensions(dimensions)))
            .build();
    return ask(
        "GetMetricData",
        () ->
            stack
                .clients()
                .cloudWatch()
                .getMetricData(
                    r ->
                        r.metricDataQueries(query)
                            .startTime(start.truncatedTo(ChronoUnit.MINUTES))
                            .endTime(stack.now().plusSeconds(MINUTE)))
                .metricDataResults()
                .stream()
                .map(MetricDataResult::values)
                .flatMap(List::stream)
                .toList());
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private AwsAnswer<Boolean> suppressed(String address) {
    return ask("Query", () -> !SuppressionRow.inForce(stack, address, stack.now()).isEmpty());
  }

  /// Makes the simulator's addresses mailable: those of a run before that was cut off, and those of
  /// this one.
  private AwsAnswer<Boolean> unsuppress() {
    return ask(
        "UpdateItem",
        () -> {
          Instant now = stack.now();
          mails.stream()
              .flatMap(mail -> mail.suppressed().stream())
              .flatMap(address -> SuppressionRow.inForce(stack, address, now).entrySet().stream())
              .forEach(
                  known -> SuppressionRow.remove(stack, known.getKey(), known.getValue(), now));
          return true;
        });
  }
}
