package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.report.AggregateReport;
import dev.postrider.domain.report.Bounds;
import dev.postrider.domain.report.Intake;
import dev.postrider.domain.report.OwnMail;
import dev.postrider.domain.report.ReadReport;
import dev.postrider.domain.report.ReportFile;
import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The Lambda function that reads the DMARC reports that receivers mail, and publishes whose mail
/// they saw, by the same rules as `postrider dmarc read`.
///
/// EventBridge tells it of each mail that SES puts into the bucket. A mail without a report is
/// counted and left, since anyone can send one; only a mail that cannot be read fails, so that
/// Lambda tries again and at last keeps the event. Nothing is published before all of a mail is
/// read, so that trying again counts nothing twice; and a report that was counted with another mail
/// is not counted again.
public final class DmarcReportFunction implements RequestHandler<ScheduledEvent, @Nullable Void> {
  private static final OwnMail OWN = new OwnMail(Set.of());

  /// The largest mail that SES receives. A mail is fetched whole before it is read, so that a
  /// connection that breaks does not pass for a damaged report.
  private static final int MOST_BYTES = 40 << 20;

  private final DnsName domain;
  private final String bucket;
  private final S3Mail mails;
  private final CountedReports counted;
  private final JsonLog log;
  private final InstantSource clock;

  /// As Lambda makes it: everything from the environment.
  public DmarcReportFunction() {
    this(new Environment(System.getenv()));
  }

  private DmarcReportFunction(Environment variables) {
    this(variables, JsonLog.from(variables), InstantSource.system());
  }

  DmarcReportFunction(Environment variables, JsonLog log, InstantSource clock) {
    this.domain = new DnsName(variables.text("POSTRIDER_EMAIL_IDENTITY"));
    this.bucket = variables.text("POSTRIDER_REPORT_BUCKET");
    this.mails = AwsClients.s3Mail(URI.create(variables.text("AWS_ENDPOINT_URL_S3")));
    this.counted =
        new CountedReports(AwsClients.dynamoDb(), variables.text("POSTRIDER_LEDGER_TABLE"), clock);
    this.log = log;
    this.clock = clock;
  }

  @Override
  public @Nullable Void handleRequest(@Nullable ScheduledEvent event, @Nullable Context context) {
    if (event != null && "Scheduled Event".equals(event.getDetailType())) {
      return null; // the daily call of docs/decisions/0018
    }
    String key = key(event);
    Intake intake = read(key);
    CountedReports.Sorted sorted = counted.sort(key, intake.reports());
    Optional<ReportSummary> summary =
        sorted.fresh().isEmpty()
            ? Optional.empty()
            : Optional.of(ReportSummary.of(sorted.fresh(), OWN));
    log.write(line(key, intake, sorted, summary));
    log.metrics(metrics(intake, sorted, summary));
    return null;
  }

  /// `detail.object.key` of S3's event "Object Created".
  private static String key(@Nullable ScheduledEvent event) {
    if (event != null
        && event.getDetail() != null
        && event.getDetail().get("object") instanceof Map<?, ?> object
        && object.get("key") instanceof String key) {
      return key;
    }
    throw EventRecords.unexpected(
        "S3's event Object Created with detail.object.key",
        event == null
            ? "no event"
            : "detail-type %s of source %s".formatted(event.getDetailType(), event.getSource()));
  }

  private Intake read(String key) {
    try {
      ReadReport read =
          mails
              .fetch(bucket, key, MOST_BYTES)
              .map(mail -> ReportFile.read(new ByteArrayInputStream(mail), Bounds.USUAL))
              .orElse(new ReadReport.Refused("it has more than 40 MiB"));
      return Intake.of(read, domain.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode line(
      String key, Intake intake, CountedReports.Sorted sorted, Optional<ReportSummary> summary) {
    boolean clean = intake.refused().isEmpty() && sorted.unavailable().isEmpty();
    ObjectNode line = JsonLog.line(clean ? JsonLog.Level.INFO : JsonLog.Level.WARN, "dmarc");
    line.put("mail", key);
    intake.refused().forEach(line.putArray("refused")::add);
    line.put("repeated", sorted.repeated());
    sorted.unavailable().ifPresent(why -> line.put("repeatsUnknown", why));
    line.put("reports", sorted.fresh().size());
    summary.ifPresent(
        all -> {
          sorted.fresh().forEach(r -> line.withArray("reporters").add(name(r)));
          line.put("begin", all.begin().toString()).put("end", all.end().toString());
          for (Sender sender : Sender.values()) {
            line.put(sender.text(), all.messages().getOrDefault(sender, 0L));
          }
        });
    return line;
  }

  /// The reporter's name is whatever the sender of the mail wrote: no address gets into the log.
  private static String name(AggregateReport report) {
    return report.reporter().matches("[A-Za-z0-9 ._-]{1,100}") ? report.reporter() : "?";
  }

  private EmbeddedMetrics metrics(
      Intake intake, CountedReports.Sorted sorted, Optional<ReportSummary> summary) {
    EmbeddedMetrics metrics =
        new EmbeddedMetrics(clock.instant())
            .count("DmarcReports", sorted.fresh().size())
            .count("DmarcReportsRefused", intake.refused().size());
    return summary.map(all -> figures(metrics, all)).orElse(metrics);
  }

  private static EmbeddedMetrics figures(EmbeddedMetrics metrics, ReportSummary summary) {
    Map<Sender, Long> messages = summary.messages();
    long forwarded = messages.getOrDefault(Sender.FORWARDED, 0L);
    return metrics
        .count("DmarcOurs", messages.getOrDefault(Sender.OURS, 0L))
        .count("DmarcAuthorised", messages.getOrDefault(Sender.AUTHORISED, 0L))
        .count("DmarcSesUnaligned", messages.getOrDefault(Sender.SES_UNALIGNED, 0L))
        .count("DmarcStrangers", messages.getOrDefault(Sender.STRANGER, 0L))
        .count("DmarcUnaligned", summary.unaligned() - forwarded);
  }
}
