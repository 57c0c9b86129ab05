package dev.postrider.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.suppression.SuppressionStore.Page;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  @ParameterizedTest
  @ValueSource(strings = {"*", "stream:news", "tenant:acme", "stream:a:b"})
  void aScopeIsReadAsItWasWritten(String text) {
    assertThat(new Scope(text).text()).isEqualTo(text);
  }

  @Test
  void eachFormHasItsType() {
    assertThat(new Scope("*")).isEqualTo(Scope.EVERYWHERE);
    assertThat(new Scope("stream:news")).isEqualTo(Scope.stream("news"));
    assertThat(new Scope("tenant:acme")).isEqualTo(Scope.tenant("acme"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "news | scope \"news\": allowed are *, stream:NAME and tenant:NAME",
        "stream: | scope \"stream:\": a name must follow the colon",
        "tenant: | scope \"tenant:\": a name must follow the colon"
      })
  void anyOtherTextIsRefused(String text, String message) {
    assertThatThrownBy(() -> new Scope(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aRecipientIsAskedAboutInAllItsScopes() {
    assertThat(new Recipient("a@example.com", "news", "acme").keys())
        .extracting(key -> key.scope().text())
        .containsExactly("*", "stream:news", "tenant:acme");
    assertThat(new Recipient("a@example.com", "news", null).keys())
        .containsExactly(
            new SuppressionKey("a@example.com", Scope.EVERYWHERE),
            new SuppressionKey("a@example.com", Scope.stream("news")));
  }

  @Test
  void noAddressIsInAnyText() {
    Recipient recipient = new Recipient("a@example.com", "news", "acme");

    assertThat(recipient).hasToString("Recipient[…, stream news, tenant acme]");
    assertThat(recipient.keys().get(1)).hasToString("SuppressionKey[…, stream:news]");
    assertThat(new Page(List.of(), Optional.of("a@example.com"))).hasToString("Page[0 entries]");
  }
}
