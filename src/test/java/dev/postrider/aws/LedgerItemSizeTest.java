package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.email.MaskedText;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.ClaimResult;
import dev.postrider.ledger.State;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How large an item becomes: DynamoDB writes 1,024 bytes for one unit, and nearly every mail is
/// written four times.
///
/// Source: DynamoDB developer guide, "DynamoDB item sizes and formats".
class LedgerItemSizeTest {
  private static final int WRITE_UNIT = 1_024;
  private static final Duration KEEP = Duration.ofDays(30);
  private static final String TEXT = "x".repeat(MaskedText.LONGEST);
  private static final String RECIPIENT = "W9zBRr9gdU5q";
  private static final String SES_ID =
      "0102019000000001-8f2b1c3d-5e6f-4a7b-9c8d-000000000001-000000";
  @AutoClose private static final LocalTables TABLES = LocalTables.start();

  private final DynamoLedger ledger =
      new DynamoLedger(
          TABLES.client(),
          "ledger",
          new VirtualFanout(1),
          Duration.ofMinutes(2),
          KEEP,
          Clock.systemUTC());
  private final DynamoDeliveryLedger events = new DynamoDeliveryLedger(TABLES.client(), "ledger");
  private Instant now = Instant.parse("2126-11-24T12:00:00.123Z");
  private final String key;

  LedgerItemSizeTest() {
    this.key = "order-confirmation-" + UUID.randomUUID() + "#12";
  }

  private int claimed() {
    now = now.plusSeconds(90);
    Claim claim =
        ledger
            .claim(
                List.of(
                    new ClaimRequest(
                        key,
                        "q7XcKq0yTn8mJ4vR1sZb2u",
                        "transactional",
                        "0123456789abcdef0123456789abcdef",
                        now,
                        now.plusSeconds(70),
                        OnUnknown.RESEND)),
                Instant.MAX)
            .getFirst();
    return ((Claim.Granted) claim).claim();
  }

  private void settled(ClaimResult result) {
    assertThat(
            ledger.settle(
                List.of(new Settlement(key, "0123456789abcdef0123456789abcdef", now, result)),
                Instant.MAX))
        .containsExactly(new Settled.Confirmed());
  }

  private void reported(RecipientStatus status, String code) {
    now = now.plusSeconds(5);
    var _ =
        events.record(
            new DeliveryReport(
                key,
                SES_ID,
                now,
                now,
                Map.of(RECIPIENT, status),
                Map.of(RECIPIENT, new Diagnostic(code, TEXT))));
  }

  private int size() {
    return size(
        TABLES.client().getItem(get -> get.tableName("ledger").key(LedgerItem.key(key))).item());
  }

  private static int size(Map<String, AttributeValue> attributes) {
    return attributes.entrySet().stream()
        .mapToInt(attribute -> bytes(attribute.getKey()) + size(attribute.getValue()))
        .sum();
  }

  private static int size(AttributeValue value) {
    return switch (value.type()) {
      case S -> bytes(value.s());
      case N -> (value.n().length() + 1) / 2 + 1;
      case L -> 3 + value.l().stream().mapToInt(element -> 1 + size(element)).sum();
      case SS -> value.ss().stream().mapToInt(LedgerItemSizeTest::bytes).sum();
      default -> throw new IllegalStateException("not in the ledger: " + value.type());
    };
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private ClaimResult waits(String reason, int attempt) {
    return new ClaimResult.Released(reason, attempt, TEXT, Optional.of(now.plusSeconds(900)));
  }

  @Test
  void aMailToOneRecipientThatBouncesAfterADelayCostsOneUnitAWrite() {
    settled(waits("THROTTLED TooManyRequestsException", claimed()));
    int _ = claimed();
    settled(new ClaimResult.SesAccepted(SES_ID));
    reported(RecipientStatus.DELAYED, "451 4.7.650");
    reported(RecipientStatus.SOFT_BOUNCED, "452 4.2.2");
    reported(RecipientStatus.BOUNCED, "550 5.1.10");

    assertThat(size()).isLessThan(WRITE_UNIT);
  }

  /// SES's longest code has a short text; the longest text, of ARNs, has a shorter code.
  @ParameterizedTest
  @CsvSource({
    "MailFromDomainNotVerifiedException, 60",
    "AccessDeniedException, 200",
    "NotFoundException, 200",
  })
  void aMailThatIsGivenUpForAWrongSetupCostsOneUnitAWrite(String code, int length) {
    String reason = "MISCONFIGURED " + code;
    String text = "x".repeat(length);
    for (int i = 0; i < 40; i++) {
      settled(new ClaimResult.Released(reason, claimed(), text, Optional.of(now.plusSeconds(900))));
    }
    int _ = claimed();
    settled(new ClaimResult.EndedUnsent(State.REJECTED, reason, text));

    assertThat(size()).isLessThan(WRITE_UNIT);
  }

  @Test
  void soDoesOneThatWaitedForASetupAndBounced() {
    for (int i = 0; i < 40; i++) {
      settled(waits("MISCONFIGURED NotFoundException", claimed()));
    }
    int _ = claimed();
    settled(new ClaimResult.SesAccepted(SES_ID));
    reported(RecipientStatus.DELAYED, "451 4.7.650");
    reported(RecipientStatus.BOUNCED, "550 5.1.10");

    assertThat(size()).isLessThan(WRITE_UNIT);
  }
}
