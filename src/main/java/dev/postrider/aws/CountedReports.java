package dev.postrider.aws;

import dev.postrider.domain.report.AggregateReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// Which DMARC reports were counted already, by an item each in the ledger table (decision 0121):
/// `id` is `~dmarc-` and the identity of the report, `mail` the mail that brought it, `ttl` (epoch
/// s) the end of its use. No id of a message begins with a tilde, so that no reader of the ledger
/// takes it for a unit.
record CountedReports(DynamoDbClient client, String table, InstantSource clock) {
  private static final String PREFIX = "~dmarc-";
  private static final String MAIL = "mail";

  /// As long as the bucket keeps the mail.
  private static final Duration KEPT = Duration.ofDays(90);

  /// How long all reports of a mail may take: a function that reads mail has thirty seconds.
  private static final Duration TOGETHER = Duration.ofSeconds(5);

  /// @param fresh to be counted now
  /// @param repeated how many were counted with another mail
  /// @param unavailable why the store could not be asked, so that reports count that may have been
  ///     counted before; empty when it was
  record Sorted(List<AggregateReport> fresh, int repeated, Optional<String> unavailable) {
    Sorted {
      fresh = List.copyOf(fresh);
    }
  }

  /// Sorts the reports of a mail, and keeps that those that are fresh are counted with it. When the
  /// same mail is read again, since the function ended too early, they are fresh again.
  ///
  /// @param mail the key of the mail in the bucket
  Sorted sort(String mail, List<AggregateReport> reports) {
    Map<String, AggregateReport> distinct = new LinkedHashMap<>();
    reports.forEach(report -> distinct.putIfAbsent(report.identity(), report));
    CallsUntil calls = new CallsUntil(clock.instant().plus(TOGETHER), clock);
    List<AggregateReport> fresh = new ArrayList<>();
    Optional<String> unavailable = Optional.empty();
    for (Map.Entry<String, AggregateReport> report : distinct.entrySet()) {
      try {
        if (unavailable.isPresent() || claim(PREFIX + report.getKey(), mail, calls)) {
          fresh.add(report.getValue());
        }
      } catch (SdkException e) {
        unavailable = Optional.of(SdkErrors.describe(e));
        fresh.add(report.getValue());
      }
    }
    return new Sorted(fresh, reports.size() - fresh.size(), unavailable);
  }

  /// False when another mail has brought it before.
  private boolean claim(String key, String mail, CallsUntil calls) {
    long end = clock.instant().plus(KEPT).getEpochSecond();
    PutItemRequest.Builder request =
        PutItemRequest.builder()
            .tableName(table)
            .item(
                Map.of(
                    LedgerItem.ID,
                    AttributeValue.fromS(key),
                    MAIL,
                    AttributeValue.fromS(mail),
                    "ttl",
                    ItemAttributes.number(end)))
            .conditionExpression("attribute_not_exists(#id) OR #mail = :mail")
            .expressionAttributeNames(Map.of("#id", LedgerItem.ID, "#mail", MAIL))
            .expressionAttributeValues(Map.of(":mail", AttributeValue.fromS(mail)));
    calls.bound().ifPresent(request::overrideConfiguration);
    try {
      client.putItem(request.build());
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }
}
