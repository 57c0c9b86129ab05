package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.domain.Fact;
import dev.postrider.domain.IdentityFacts;
import dev.postrider.domain.IdentityHealth;
import dev.postrider.domain.dns.DnsName;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks whether the domain is still set up as it was: identity, DKIM and MAIL FROM.
///
/// One metric says how many parts are lost (`DomainDrift`), another that SES did not tell
/// (`DomainUnread`). What is not known is neither well nor lost, so that then there is no
/// `DomainDrift`.
///
/// @param mailFrom the MAIL FROM domain that was set up; null for whichever there is
record DomainWatch(
    SesDomainFacts ses,
    DnsName domain,
    @Nullable DnsName mailFrom,
    JsonLog log,
    InstantSource clock) {

  /// Looks once, with one call to SES, and reports it. Never throws for what SES answers or does
  /// not answer.
  void look() {
    Fact<IdentityFacts> identity = ses.identity(domain);
    EmbeddedMetrics metrics = new EmbeddedMetrics(clock.instant());
    if (identity instanceof Fact.Unavailable<IdentityFacts>(String why)) {
      log.write(JsonLog.line(JsonLog.Level.WARN, "domain").put("unread", why));
      log.metrics(metrics.count("DomainUnread", 1));
      return;
    }
    IdentityHealth health = IdentityHealth.of(domain, mailFrom, identity);
    log.write(line(health));
    log.metrics(metrics.count("DomainDrift", health.lost().size()).count("DomainUnread", 0));
  }

  private static ObjectNode line(IdentityHealth health) {
    ObjectNode line =
        JsonLog.line(health.healthy() ? JsonLog.Level.INFO : JsonLog.Level.WARN, "domain");
    list(line.putArray("lost"), health.lost());
    list(line.putArray("pending"), health.pending());
    return line;
  }

  private static void list(ArrayNode array, List<IdentityHealth.Loss> losses) {
    losses.forEach(
        loss ->
            array
                .addObject()
                .put("part", loss.part().name())
                .put("status", loss.status().name())
                .put("do", loss.action()));
  }
}
