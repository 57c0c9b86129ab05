package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.Answer;
import dev.postrider.local.http.HttpJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.Extension.class)
class StatusCommandTest {
  private final TestStack stack;

  StatusCommandTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void everythingStandsOnOneScreen() {
    stack.enqueue(mail("waiting", "transactional"));

    Answer answer = stack.run("status");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("Breaker   closed: mail flows")
        .contains("Pace      1000.0 of 1000.0 recipients a second")
        .contains("Account   HEALTHY, sending, ")
        .contains("Polling   mail Enabled, bulk Enabled")
        .contains("Domain    example.com verified, DKIM SUCCESS, MAIL FROM SUCCESS")
        .contains("Alarms    none")
        .containsPattern("MailQueue +1 +0 +0");
    assertThat(answer.out().lines().count()).isLessThan(24);
  }

  @Test
  void anOpenBreakerIsSeen() {
    var _ = stack.run("pause", "wrong prices");

    Answer text = stack.run("status");
    ObjectNode json = HttpJson.readObject(stack.run("status", "--json").out()).orElseThrow();

    assertThat(text.out()).contains("Breaker   OPEN: MANUAL: wrong prices (");
    assertThat(text.out()).contains("Polling   mail Disabled, bulk Disabled");
    assertThat(json.path("pace").path("breakerOpen").asBoolean()).isTrue();
    assertThat(json.path("queues").size()).isEqualTo(6);
  }

  @Test
  void pausedTenantsAreNamed() {
    stack.pacer().pauseTenant("acme", Instant.now());

    assertThat(stack.run("status").out()).contains("Paused    tenants acme\n");
    ObjectNode json = HttpJson.readObject(stack.run("status", "--json").out()).orElseThrow();
    assertThat(json.at("/pace/pausedTenants/0").asText()).isEqualTo("acme");
  }

  @Test
  void whatCannotBeReadHidesNothingElse() {
    stack.lambda().forget();

    Answer answer = stack.run("status");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("Polling   mail could not be read: ResourceNotFoundException")
        .contains("Breaker   closed: mail flows");
  }

  @Test
  void watchingLooksAgainAndAgain() {
    Answer answer = stack.run("status", "--watch", "--times", "3", "--interval", "PT0S", "--json");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out().lines()).hasSize(3).allMatch(l -> HttpJson.readObject(l).isPresent());
  }
}
