package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.contract.LedgerContract;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.ledger.UnitRecord.RecipientReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The ledger's contract over the real protocol.
final class DynamoLedgerTest extends LedgerContract {
  private static final Duration KEEP = Duration.ofDays(30);
  @AutoClose private static final LocalTables TABLES = LocalTables.start();

  @Override
  protected Ledger ledger() {
    return new DynamoLedger(
        TABLES.client(), "ledger", new VirtualFanout(8), GRACE, KEEP, Clock.systemUTC());
  }

  @Override
  protected DeliveryLedger deliveries() {
    return new DynamoDeliveryLedger(TABLES.client(), "ledger");
  }

  @ParameterizedTest
  @CsvSource({"state, S, NO_SUCH_STATE", "since, N, 123456789012345678901234", "state, N, 7"})
  void anEntryThatCannotBeReadHarmsItsOwnUnitAlone(String name, String type, String value) {
    Ledger ledger = ledger();
    var _ = ledger.claim(List.of(request("good-" + value), request("bad-" + value)), Instant.MAX);
    TABLES
        .client()
        .updateItem(
            update ->
                update
                    .tableName("ledger")
                    .key(LedgerItem.key("bad-" + value))
                    .updateExpression("SET #name = :value")
                    .expressionAttributeNames(Map.of("#name", name))
                    .expressionAttributeValues(
                        Map.of(
                            ":value",
                            type.equals("S")
                                ? AttributeValue.fromS(value)
                                : AttributeValue.fromN(value))));

    List<Claim> claims =
        ledger.claim(List.of(request("bad-" + value), request("good-" + value)), Instant.MAX);
    List<Settled> settled =
        ledger.settle(List.of(released("bad-" + value), released("good-" + value)), Instant.MAX);

    assertThat(claims.getFirst()).isInstanceOf(Claim.EntryUnreadable.class);
    assertThat(claims.getLast()).isEqualTo(new Claim.Granted(1, false));
    assertThat(settled.getLast()).isEqualTo(new Settled.Confirmed());
  }

  @Test
  void noCallBeginsWhenTheTimeIsOver() {
    Instant now = Instant.parse("2126-11-24T00:00:00Z");
    Ledger late =
        new DynamoLedger(
            TABLES.client(), "ledger", new VirtualFanout(8), GRACE, KEEP, InstantSource.fixed(now));

    assertThat(late.claim(List.of(request("late-1"), request("late-2")), now))
        .containsOnly(new Claim.Unwritten("ApiCallTimeoutException"));
    assertThat(late.settle(List.of(released("late-1")), now))
        .containsOnly(new Settled.Unrecorded("ApiCallTimeoutException"));
    assertThat(ledger().claim(List.of(request("late-1")), Instant.MAX))
        .as("nothing was written")
        .containsExactly(new Claim.Granted(1, false));
  }

  /// The client alone would wait for nine seconds, four calls in a row for a large slice.
  @Test
  void aTableThatHangsIsGivenUpWhenTheTimeIsOver() throws IOException {
    try (ServerSocket hung = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        DynamoDbClient toIt =
            DynamoDbClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + hung.getLocalPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build()) {
      Ledger ledger =
          new DynamoLedger(toIt, "ledger", new VirtualFanout(2), GRACE, KEEP, Clock.systemUTC());

      List<Claim> claims =
          ledger.claim(
              List.of(request("h1"), request("h2"), request("h3")), Instant.now().plusMillis(300));

      assertThat(claims).containsOnly(new Claim.Unwritten("ApiCallTimeoutException"));
    }
  }

  private static UnitRecord recorded(String key) {
    return new DynamoLedgerReader(TABLES.client(), "ledger").find(key).orElseThrow();
  }

  private void settle(String key, Settlement.ClaimResult result) {
    Instant now = Instant.parse("2126-11-24T00:00:00Z");
    assertThat(ledger().settle(List.of(new Settlement(key, "t", now, result)), Instant.MAX))
        .containsExactly(new Settled.Confirmed());
  }

  @Test
  void aUnitThatWaitsSaysWhyAndWhenItIsTriedNext() {
    Instant next = Instant.parse("2126-11-24T00:01:30Z");
    var _ = ledger().claim(List.of(request("waits")), Instant.MAX);
    settle(
        "waits",
        new Settlement.ClaimResult.Released(
            "MISCONFIGURED NotFoundException", 1, "Template x does not exist.", Optional.of(next)));

    assertThat(recorded("waits").reason()).isEqualTo("MISCONFIGURED NotFoundException");
    assertThat(recorded("waits").text()).isEqualTo("Template x does not exist.");
    assertThat(recorded("waits").nextTry()).contains(next);

    var _ = ledger().claim(List.of(request("waits")), Instant.MAX);
    assertThat(recorded("waits").nextTry()).as("it is being sent").isEmpty();

    settle("waits", new Settlement.ClaimResult.SesAccepted("ses-1"));
    assertThat(recorded("waits").text()).as("SES accepted it").isEmpty();
    assertThat(recorded("waits").nextTry()).isEmpty();
  }

  /// The dispatcher was killed, and SES's Delivery event came before its Send event.
  @Test
  void whatWasDeliveredDoesNotSayWhyItOnceWaited() {
    var _ = ledger().claim(List.of(request("late")), Instant.MAX);
    settle(
        "late",
        new Settlement.ClaimResult.Released(
            "MISCONFIGURED NotFoundException",
            1,
            "Template x does not exist.",
            Optional.of(Instant.parse("2126-11-24T00:01:30Z"))));
    var _ = ledger().claim(List.of(request("late")), Instant.MAX);
    Instant at = Instant.parse("2126-11-24T00:02:00Z");
    var _ =
        deliveries()
            .record(
                new DeliveryReport(
                    "late", "ses-1", at, at, Map.of("ann", RecipientStatus.DELIVERED)));

    assertThat(recorded("late").entry().state()).isEqualTo(State.SENT);
    assertThat(recorded("late").text()).isEmpty();
  }

  @Test
  void aRecipientsCodeIsKeptWithItsReportAndTheLastTextOnce() {
    var _ = ledger().claim(List.of(request("why")), Instant.MAX);
    settle("why", new Settlement.ClaimResult.SesAccepted("ses-1"));
    Instant at = Instant.parse("2126-11-24T00:00:05Z");
    var _ =
        deliveries()
            .record(
                new DeliveryReport(
                    "why",
                    "ses-1",
                    at,
                    at,
                    Map.of("ann", RecipientStatus.DELAYED, "bob", RecipientStatus.DELIVERED),
                    Map.of("ann", new Diagnostic("451 4.7.1", "greylisted"))));
    var _ =
        deliveries()
            .record(
                new DeliveryReport(
                    "why",
                    "ses-1",
                    at,
                    at.plusSeconds(1),
                    Map.of("ann", RecipientStatus.BOUNCED),
                    Map.of("ann", new Diagnostic("550 5.1.1", "user unknown"))));

    assertThat(recorded("why").text()).isEqualTo("user unknown");
    assertThat(recorded("why").reports())
        .containsExactlyInAnyOrder(
            new RecipientReport("bob", RecipientStatus.DELIVERED, at),
            new RecipientReport("ann", RecipientStatus.DELAYED, at, Diagnostic.of("451 4.7.1")),
            new RecipientReport(
                "ann", RecipientStatus.BOUNCED, at.plusSeconds(1), Diagnostic.of("550 5.1.1")));
    assertThat(recipients("why"))
        .isEqualTo(Map.of("ann", RecipientStatus.BOUNCED, "bob", RecipientStatus.DELIVERED));
  }

  /// SES takes no mail to more.
  @Test
  void anEventAboutFiftyRecipientsIsOneWriteThatDynamoDbTakes() {
    var _ = ledger().claim(List.of(request("fifty")), Instant.MAX);
    Instant at = Instant.parse("2126-11-24T00:00:05Z");
    Map<String, RecipientStatus> bounced =
        IntStream.range(0, 50)
            .mapToObj("W9zBRr9gd%03d"::formatted)
            .collect(Collectors.toMap(hash -> hash, _ -> RecipientStatus.BOUNCED));

    var _ = deliveries().record(new DeliveryReport("fifty", "ses-1", at, at, bounced));

    assertThat(recipients("fifty")).isEqualTo(bounced);
  }

  private static ClaimRequest request(String key) {
    Instant now = Instant.parse("2126-11-24T00:00:00Z");
    return new ClaimRequest(
        key, "fp", "transactional", "t", now, now.plusSeconds(70), OnUnknown.RESEND);
  }

  private static Settlement released(String key) {
    return new Settlement(
        key,
        "t",
        Instant.parse("2126-11-24T00:00:00Z"),
        new Settlement.ClaimResult.Released("THROTTLED", 1));
  }

  @Override
  protected Map<String, RecipientStatus> recipients(String key) {
    return new DynamoLedgerReader(TABLES.client(), "ledger")
        .find(key)
        .map(UnitRecord::recipients)
        .orElse(Map.of());
  }
}
