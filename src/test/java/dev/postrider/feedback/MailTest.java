package dev.postrider.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTest {

  @ParameterizedTest
  @CsvSource({
    "order-1,, order-1",
    "order_1, 0, order_1#0",
    "order-1, 499, order-1#499",
    "order-1, 007, order-1#7",
    ",,",
    ", 1,",
    "~pace,,",
    "order 1,,",
    "order-1, x,",
    "order-1, -1,",
    "order-1, 1234567,"
  })
  void theUnitIsNamedByTagsSuchAsTheDispatcherWrites(
      @Nullable String id, @Nullable String entry, @Nullable String key) {
    Map<String, String> tags = new HashMap<>();
    tags.computeIfAbsent("postrider-id", name -> id);
    tags.computeIfAbsent("postrider-entry", name -> entry);

    assertThat(mail(tags).unitKey().orElse(null)).isEqualTo(key);
  }

  @Test
  void anIdOfMoreThan128CharactersIsNotOurs() {
    assertThat(mail(Map.of("postrider-id", "a".repeat(128))).unitKey()).isPresent();
    assertThat(mail(Map.of("postrider-id", "a".repeat(129))).unitKey()).isEmpty();
  }

  @Test
  void streamAndTenantAreTheirTags() {
    ReportedMail mail = mail(Map.of("postrider-stream", "news", "ses:tenant-name", "acme"));

    assertThat(mail.stream()).contains("news");
    assertThat(mail.tenant()).contains("acme");
    assertThat(mail(Map.of("postrider-stream", "")).stream()).isEmpty();
  }

  @Test
  void theProducersTagsAreThoseThatAreNeitherOfSesNorOfTheDispatcher() {
    Map<String, String> tags =
        Map.of(
            "campaign", "autumn",
            "session", "7",
            "postrider", "mine",
            "ses:tenant-name", "acme",
            "postrider-id", "order-1",
            "postrider-stream", "news");

    assertThat(mail(tags).ownTags())
        .isEqualTo(Map.of("campaign", "autumn", "session", "7", "postrider", "mine"));
    assertThat(mail(Map.of()).ownTags()).isEmpty();
  }

  @Test
  void aMailboxIsKnownToTheLedgerByTheHashOfItsKey() {
    assertThat(HashedMailbox.of("Ann <ANN@Bücher.example>", Fixtures.HASH).key())
        .isEqualTo("ann@xn--bcher-kva.example");
    assertThat(HashedMailbox.of("ANN@example.com", Fixtures.HASH).hash())
        .isEqualTo(Fixtures.HASH.of("ann@example.com"));
  }

  @Test
  void noAddressAndNoTagIsInAnyText() {
    assertThat(mail(Map.of("to", "ann@example.com"))).hasToString("Mail[m]");
    assertThat(HashedMailbox.of("ann@example.com", Fixtures.HASH)).hasToString("Mailbox[…]");
  }

  private static ReportedMail mail(Map<String, String> tags) {
    return new ReportedMail("m", Fixtures.SENT_AT, List.of(), tags);
  }
}
