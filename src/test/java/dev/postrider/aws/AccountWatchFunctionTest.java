package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.account.AccountWatch;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.local.LocalAws;
import dev.postrider.local.ses.Fault;
import dev.postrider.local.ses.FaultInjector;
import dev.postrider.local.ses.SesAccount;
import dev.postrider.local.ses.SesServer;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.PausedTenants;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;

/// What the function says of the domain, with SES's answers over its own protocol.
class AccountWatchFunctionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private PaceState pace = PaceState.initial(NOW);
  private @Nullable SesServer ses;

  @AfterEach
  void stop() {
    if (ses != null) {
      ses.close();
    }
  }

  @Test
  void aDomainThatIsAsItWasSetUpHasNoDrift() {
    watch("mail.example.com").handleRequest(new ScheduledEvent(), context());

    assertThat(values("DomainDrift")).containsExactly(0);
    assertThat(values("DomainUnread")).containsExactly(0);
    assertThat(values("BreakerOpen")).containsExactly(0);
    assertThat(line("domain"))
        .hasToString("{\"level\":\"INFO\",\"event\":\"domain\",\"lost\":[],\"pending\":[]}");
  }

  @Test
  void dkimAndMailFromThatAreLostAreCountedAndNamed() {
    AccountWatchFunction function =
        watch("mail.example.com", a -> a.mailFromFailures(Set.of("example.com")));
    server().account().dkimStatus("FAILED");

    function.handleRequest(new ScheduledEvent(), context());

    assertThat(values("DomainDrift")).containsExactly(2);
    assertThat(line("domain").path("level").asText()).isEqualTo("WARN");
    assertThat(line("domain").path("lost").toString())
        .isEqualTo(
            "[{\"part\":\"DKIM\",\"status\":\"FAILED\",\"do\":\"run: postrider domain check"
                + " example.com\"},{\"part\":\"MAIL_FROM\",\"status\":\"FAILED\",\"do\":\"run:"
                + " postrider domain check example.com\"}]");
  }

  @Test
  void anIdentityThatIsGoneIsADrift() {
    watch(null, a -> a.identities(Set.of())).handleRequest(new ScheduledEvent(), context());

    assertThat(values("DomainDrift")).containsExactly(1);
    assertThat(line("domain").at("/lost/0/part").asText()).isEqualTo("VERIFICATION");
  }

  @Test
  void aMailFromDomainOfTheStackThatWasReplacedIsADriftAndOneOfAnExistingIdentityIsNot() {
    watch("bounce.example.com").handleRequest(new ScheduledEvent(), context());
    assertThat(values("DomainDrift")).containsExactly(1);
    stop();
    out.reset();

    watch(null).handleRequest(new ScheduledEvent(), context());
    assertThat(values("DomainDrift")).containsExactly(0);
  }

  @Test
  void anIdentityThatCannotBeReadIsSeenAndLeavesTheAccountsWorkAlone() {
    AccountWatchFunction function = watch("mail.example.com");
    server()
        .faults()
        .next(
            FaultInjector.WITHOUT_END,
            new Fault.Refuse(400, "AccessDeniedException", "no"),
            "GetEmailIdentity");

    function.handleRequest(new ScheduledEvent(), context());

    assertThat(values("DomainUnread")).containsExactly(1);
    assertThat(values("DomainDrift")).as("not known is neither well nor lost").isEmpty();
    assertThat(values("BreakerOpen")).containsExactly(0);
    assertThat(line("domain").path("unread").asText())
        .startsWith("GetEmailIdentity: AccessDeniedException (status 400, request ");
  }

  @Test
  void aPausedTenantIsCountedAndNamedUntilSesSaysThatItSends() {
    AccountWatchFunction function = watch("mail.example.com");
    pace = pace.withPausedTenants(PausedTenants.NONE.with("acme", NOW.minusSeconds(60)));
    server().account().tenants(Set.of("acme"));
    server().account().pausedTenants(Set.of("acme"));

    function.handleRequest(new ScheduledEvent(), context());
    server().account().pausedTenants(Set.of());
    function.handleRequest(new ScheduledEvent(), context());
    function.handleRequest(new ScheduledEvent(), context());

    assertThat(values("TenantsPaused")).containsExactly(1, 1, 0);
    assertThat(line("account").path("level").asText()).isEqualTo("WARN");
    assertThat(line("account").path("pausedTenants").toString()).isEqualTo("[\"acme\"]");
    assertThat(pace.pausedTenants()).isEqualTo(PausedTenants.NONE);
    assertThat(server().counters().requests("GetTenant")).isEqualTo(2);
  }

  @Test
  void aTenantThatSesDoesNotKnowIsNotHeldBack() {
    AccountWatchFunction function = watch("mail.example.com");
    pace = pace.withPausedTenants(PausedTenants.NONE.with("gone", NOW));
    server().account().tenants(Set.of("acme"));

    function.handleRequest(new ScheduledEvent(), context());

    assertThat(pace.pausedTenants()).isEqualTo(PausedTenants.NONE);
  }

  @Test
  void aTenantThatCannotBeReadFailsTheRunAfterTheAccountsWork() {
    AccountWatchFunction function = watch("mail.example.com");
    pace = pace.withPausedTenants(PausedTenants.NONE.with("acme", NOW));
    server()
        .faults()
        .next(
            FaultInjector.WITHOUT_END,
            new Fault.Refuse(400, "AccessDeniedException", "no"),
            "GetTenant");

    assertThatThrownBy(() -> function.handleRequest(new ScheduledEvent(), context()))
        .isInstanceOf(RuntimeException.class);

    assertThat(values("BreakerOpen")).containsExactly(0);
    assertThat(values("TenantsPaused")).containsExactly(1);
    assertThat(values("DomainDrift")).containsExactly(0);
  }

  @Test
  void anAccountThatCannotBeReadFailsTheRunAndLeavesTheLookAtTheDomainAlone() {
    AccountWatchFunction function = watch("mail.example.com");
    server()
        .faults()
        .next(
            FaultInjector.WITHOUT_END,
            new Fault.Refuse(400, "AccessDeniedException", "no"),
            "GetAccount");

    assertThatThrownBy(() -> function.handleRequest(new ScheduledEvent(), context()))
        .isInstanceOf(RuntimeException.class);

    assertThat(values("DomainDrift")).containsExactly(0);
    assertThat(values("BreakerOpen")).isEmpty();
  }

  private AccountWatchFunction watch(@Nullable String mailFrom) {
    return watch(mailFrom, _ -> {});
  }

  private AccountWatchFunction watch(@Nullable String mailFrom, Consumer<SesAccount> setUp) {
    ses = SesServer.start("main", _ -> {});
    setUp.accept(ses.account());
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    JsonLog log =
        new JsonLog(
            new PrintStream(out, true, StandardCharsets.UTF_8), JsonLog.Level.INFO, "postrider");
    return new AccountWatchFunction(
        new AccountWatch(
            new SesAccountReader(client().build()),
            (change, _) -> {
              pace = change.apply(pace);
              return pace;
            },
            _ -> false,
            0.9,
            clock),
        new DomainWatch(
            new SesDomainFacts(client()),
            new DnsName("example.com"),
            mailFrom == null ? null : new DnsName(mailFrom),
            log,
            clock),
        log,
        clock);
  }

  private SesV2ClientBuilder client() {
    return LocalAws.configure(SesV2Client.builder(), server().endpoint())
        .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()));
  }

  private SesServer server() {
    if (ses == null) {
      throw new IllegalStateException("not started");
    }
    return ses;
  }

  private static FunctionContext context() {
    return new FunctionContext(Duration.ofSeconds(30));
  }

  private JsonNode line(String event) {
    return lines().stream()
        .filter(line -> line.path("event").asText().equals(event))
        .findFirst()
        .orElseThrow();
  }

  private List<Integer> values(String metric) {
    return lines().stream()
        .filter(line -> line.has(metric))
        .map(line -> line.path(metric).asInt())
        .toList();
  }

  private List<JsonNode> lines() {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(AccountWatchFunctionTest::json)
        .toList();
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{\"Records\": [{\"messageId\": \"m-1\"}]}"})
  void whateverEventRunsItItLooks(String json) {
    ScheduledEvent event =
        LambdaEventSerializers.serializerFor(ScheduledEvent.class, getClass().getClassLoader())
            .fromJson(json);

    assertThatCode(() -> watch("mail.example.com").handleRequest(event, context()))
        .doesNotThrowAnyException();
  }
}
