package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.account.AccountWatch;
import dev.postrider.domain.dns.DnsName;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Lambda function that looks at the account and at the domain every minute. What goes wrong
/// with one look keeps nothing from the other.
public final class AccountWatchFunction implements RequestHandler<ScheduledEvent, @Nullable Void> {
  private final AccountWatch watch;
  private final DomainWatch domain;
  private final JsonLog log;
  private final Clock clock;

  /// As Lambda makes it: everything from the environment. Fails with the variable's name when the
  /// configuration is broken.
  public AccountWatchFunction() {
    Environment variables = new Environment(System.getenv());
    this.clock = Clock.systemUTC();
    this.log = JsonLog.from(variables);
    this.watch =
        new AccountWatch(
            new SesAccountReader(AwsClients.sesForReading()),
            new DynamoPacer(AwsClients.dynamoDb(), variables.text("POSTRIDER_LEDGER_TABLE"), clock),
            new LambdaEventSources(
                AwsClients.lambda(),
                List.of(
                    variables.text("POSTRIDER_MAIL_EVENT_SOURCE_ID"),
                    variables.text("POSTRIDER_BULK_EVENT_SOURCE_ID"))),
            variables.share("POSTRIDER_RATE_HEADROOM"),
            clock);
    this.domain =
        new DomainWatch(
            AwsClients.domainFacts(),
            new DnsName(variables.text("POSTRIDER_EMAIL_IDENTITY")),
            variables.optional("POSTRIDER_MAIL_FROM_DOMAIN").map(DnsName::new).orElse(null),
            log,
            clock);
  }

  AccountWatchFunction(AccountWatch watch, DomainWatch domain, JsonLog log, Clock clock) {
    this.watch = watch;
    this.domain = domain;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    try {
      AccountWatch.AccountReport report = watch.look();
      log.write(line(report));
      log.metrics(metrics(report));
      report
          .unswitched()
          .or(() -> report.tenants().unread())
          .ifPresent(
              e -> {
                throw e;
              });
    } finally {
      domain.look();
    }
    return null;
  }

  private static ObjectNode line(AccountWatch.AccountReport report) {
    boolean open = report.pace().openReason() != null;
    boolean wrong = open || !report.tenants().paused().isEmpty();
    ObjectNode line = JsonLog.line(wrong ? JsonLog.Level.WARN : JsonLog.Level.INFO, "account");
    line.put("maxSendRate", report.account().maxSendRate());
    line.put("max24HourSend", report.account().max24HourSend());
    line.put("sentLast24Hours", report.account().sentLast24Hours());
    line.put("sendingEnabled", report.account().sendingEnabled());
    line.put("enforcement", report.account().enforcement());
    line.put("pace", report.pace().ratePerSecond());
    line.put("breaker", open ? "OPEN" : "CLOSED");
    line.put("breakerReason", report.pace().openReason());
    line.put("eventSourcesSwitched", report.switched());
    report.tenants().paused().forEach(line.putArray("pausedTenants")::add);
    return line;
  }

  private EmbeddedMetrics metrics(AccountWatch.AccountReport report) {
    return new EmbeddedMetrics(clock.instant())
        .value("QuotaShare", "Percent", report.account().quotaShare() * 100)
        .value("MaxSendRate", "Count/Second", report.account().maxSendRate())
        .value("Pace", "Count/Second", report.pace().ratePerSecond())
        .count("BreakerOpen", report.pace().openReason() == null ? 0 : 1)
        .count("TenantsPaused", report.tenants().paused().size());
  }
}
