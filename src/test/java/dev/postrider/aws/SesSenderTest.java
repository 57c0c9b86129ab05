package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.SendOutcome;
import dev.postrider.dispatch.SendOutcome.Accepted;
import dev.postrider.dispatch.SendOutcome.Misconfigured;
import dev.postrider.dispatch.SendOutcome.Refused;
import dev.postrider.dispatch.SendOutcome.Stopped;
import dev.postrider.dispatch.SendOutcome.Throttled;
import dev.postrider.dispatch.SendOutcome.Unknown;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import dev.postrider.local.ses.Fault;
import dev.postrider.local.ses.ReceivedMessage;
import dev.postrider.local.ses.SesAccount.PauseForm;
import dev.postrider.local.ses.SesServer;
import dev.postrider.local.ses.Submission;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.Message;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/// Sending over the real protocol, with the client that the function sends with: what is requested,
/// how often, and what each answer means.
final class SesSenderTest {
  private static final String QUOTA = "Daily message quota exceeded.";
  private static final String PAUSED =
      "Sending paused for this account. For more information, please check the inbox of the email"
          + " address associated with your AWS account.";
  private static final String RATE = "Maximum sending rate exceeded.";

  private static SdkProperties properties;
  private static SesServer ses;
  private static SesV2Client client;
  private static SesSender sender;

  @BeforeAll
  static void start() {
    properties = new SdkProperties();
    ses = SesServer.start("postrider", _ -> {});
    ses.account().maxSendRate(100_000);
    ses.account().max24HourSend(-1);
    ses.account().tenants(Set.of("acme"));
    ses.account()
        .templates()
        .put(
            "welcome",
            EmailTemplateContent.builder().subject("Hi {{n}}").text("Hello {{n}}").build());
    client = sendingClient(ses.endpoint());
    sender = new SesSender(client, "postrider");
  }

  private static SesV2Client sendingClient(URI endpoint) {
    properties.ses(endpoint);
    return AwsClients.sesForSending();
  }

  @AfterAll
  static void stop() {
    client.close();
    ses.close();
    properties.close();
  }

  @BeforeEach
  void noFaults() {
    ses.faults().clear();
  }

  private static SendOutcome send(Delivery outgoing) {
    return sender.send(List.of(outgoing)).getFirst();
  }

  private static List<SendOutcome> sendBulk(int entries) {
    return sender.send(personal(entries));
  }

  private static List<Delivery> personal(int entries) {
    String recipients =
        Stream.iterate(0, i -> i < entries, i -> i + 1)
            .map(i -> "{\"to\":\"p%d@example.com\",\"data\":{\"n\":\"no %d\"}}".formatted(i, i))
            .collect(Collectors.joining(","));
    return TestMail.units(
        "{\"id\":\"p\",\"template\":{\"name\":\"welcome\"},\"recipients\":[%s]}"
            .formatted(recipients));
  }

  private static final SesAnswers.Call CALL = new SesAnswers.Call(false, List.of());

  private static int requests() {
    return ses.counters().requests("SendEmail") + ses.counters().requests("SendBulkEmail");
  }

  /// Counted as unknown, it would be sent again and again.
  @Test
  void aRequestThatIsTooLargeIsRefused() {
    ses.faults().next(2, new Fault.Refuse(413, "RequestEntityTooLargeException", "too large"));

    assertThat(send(personal(1).getFirst()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.diagnostic().code()).isEqualTo("REQUEST_TOO_LARGE"));
    assertThat(sendBulk(2)).hasSize(2).allMatch(Refused.class::isInstance);
  }

  @Test
  void copiesAloneAreADestination() {
    Delivery outgoing =
        TestMail.units(
                """
                {"id":"bcc","bcc":["ann@example.com","bob@example.com"],"subject":"Hi","text":"Hello"}
                """)
            .getFirst();

    SendEmailRequest mail = received(send(outgoing)).submission().mail();

    assertThat(mail.destination().hasToAddresses()).isFalse();
    assertThat(mail.destination().bccAddresses())
        .containsExactly("ann@example.com", "bob@example.com");
  }

  @Test
  void aMailArrivesWithAllItsFieldsAndOurTags() {
    Delivery outgoing =
        TestMail.units(
                """
                {"id":"full","from":"Büro <office@example.com>",
                 "to":["Ann <ann@example.com>","bob@example.com"],"cc":"c@example.com",
                 "bcc":"d@example.com","replyTo":["help@example.com"],
                 "subject":"ご注文 🎉","text":"Thanks","html":"<p>Thanks</p>",
                 "stream":"receipts","tenant":"acme","tags":{"campaign":"spring"},
                 "headers":{"X-Order":"7"},
                 "attachments":[
                  {"filename":"a.txt","contentType":"text/plain","content":"YWJj"},
                  {"filename":"b.png","contentType":"image/png","content":"AAECAw==",
                   "contentId":"logo","disposition":"INLINE"}]}
                """)
            .getFirst();

    SendOutcome outcome = send(outgoing);

    Submission submission = received(outcome).submission();
    SendEmailRequest mail = submission.mail();
    assertThat(mail.fromEmailAddress()).matches("=\\?[\\x20-\\x7e]+\\?= <office@example.com>");
    assertThat(mail.destination().toAddresses())
        .containsExactly("\"Ann\" <ann@example.com>", "bob@example.com");
    assertThat(mail.destination().ccAddresses()).containsExactly("c@example.com");
    assertThat(mail.destination().bccAddresses()).containsExactly("d@example.com");
    assertThat(mail.replyToAddresses()).containsExactly("help@example.com");
    assertThat(mail.configurationSetName()).isEqualTo("postrider");
    assertThat(mail.tenantName()).isEqualTo("acme");
    assertThat(submission.tags())
        .isEqualTo(
            Map.of("postrider-id", "full", "postrider-stream", "receipts", "campaign", "spring"));
    Message content = mail.content().simple();
    assertThat(content.subject().data()).isEqualTo("ご注文 🎉");
    assertThat(content.body().text().data()).isEqualTo("Thanks");
    assertThat(content.body().html().data()).isEqualTo("<p>Thanks</p>");
    assertThat(content.headers())
        .containsExactly(MessageHeader.builder().name("X-Order").value("7").build());
    assertThat(content.attachments())
        .extracting(
            a -> a.fileName(),
            a -> a.contentDispositionAsString(),
            a -> a.rawContent().asByteArray().length)
        .containsExactly(tuple("a.txt", "ATTACHMENT", 3), tuple("b.png", "INLINE", 4));
  }

  private static ReceivedMessage received(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(Accepted.class);
    return ses.inbox().find(((Accepted) outcome).sesMessageId()).orElseThrow();
  }

  @Test
  void aTemplatedMailAloneArrivesFilledIn() {
    SendOutcome outcome = send(personal(1).getFirst());

    ReceivedMessage message = received(outcome);
    assertThat(message.subject()).isEqualTo("Hi no 0");
    assertThat(message.submission().operation()).isEqualTo("SendEmail");
    assertThat(message.submission().tags())
        .containsEntry("postrider-id", "p")
        .containsEntry("postrider-entry", "0");
  }

  @Test
  void anInlineTemplateArrivesFilledIn() {
    Delivery outgoing =
        TestMail.units(
                """
                {"id":"inline","to":"a@example.com","data":{"n":"you"},
                 "template":{"subject":"Hi {{n}}","text":"Hello {{n}}"}}
                """)
            .getFirst();

    assertThat(received(send(outgoing)).subject()).isEqualTo("Hi you");
  }

  @Test
  void fiftyEntriesAreOneRequestAndEachGetsItsOwnDataAndTags() {
    int before = requests();

    List<SendOutcome> outcomes = sendBulk(50);

    assertThat(requests() - before).isEqualTo(1);
    for (int i = 0; i < 50; i++) {
      ReceivedMessage message = received(outcomes.get(i));
      assertThat(message.subject()).isEqualTo("Hi no " + i);
      assertThat(message.submission().recipients()).containsExactly("p" + i + "@example.com");
      assertThat(message.submission().unit()).contains("p#" + i);
      assertThat(message.submission().mail().configurationSetName()).isEqualTo("postrider");
      assertThat(message.submission().tags()).containsEntry("postrider-stream", "transactional");
    }
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(429, "TooManyRequestsException", RATE, throttled("TooManyRequestsException")),
        Arguments.of(429, "TooManyRequestsException", QUOTA, new Stopped("DAILY_QUOTA")),
        Arguments.of(400, "LimitExceededException", QUOTA, new Stopped("DAILY_QUOTA")),
        Arguments.of(400, "LimitExceededException", "Limit", throttled("LimitExceededException")),
        Arguments.of(400, "ThrottlingException", "Rate exceeded", throttled("ThrottlingException")),
        Arguments.of(400, "Throttling", "Rate exceeded", throttled("Throttling")),
        Arguments.of(429, "SomethingNew", "?", throttled("SomethingNew")),
        Arguments.of(503, "ServiceUnavailable", "?", new Throttled("ServiceUnavailable", false)),
        Arguments.of(400, "AccountSuspendedException", "?", new Stopped("ACCOUNT_SUSPENDED")),
        Arguments.of(400, "SendingPausedException", "Account", new Stopped("SENDING_PAUSED")),
        Arguments.of(
            400,
            "SendingPausedException",
            "Sending is paused for the configuration set postrider.",
            new Stopped("CONFIGURATION_SET_PAUSED")),
        Arguments.of(400, "MessageRejected", PAUSED, new Stopped("SENDING_PAUSED")),
        Arguments.of(400, "MessageRejectedException", PAUSED, new Stopped("SENDING_PAUSED")),
        Arguments.of(403, "AccessDeniedException", PAUSED, new Stopped("SENDING_PAUSED")),
        Arguments.of(403, "AccessDenied", PAUSED, new Stopped("SENDING_PAUSED")),
        Arguments.of(400, "BadRequestException", PAUSED, new Stopped("SENDING_PAUSED")),
        Arguments.of(429, "TooManyRequestsException", PAUSED, new Stopped("SENDING_PAUSED")),
        Arguments.of(400, "SomethingNew", PAUSED, new Stopped("SENDING_PAUSED")),
        Arguments.of(
            400,
            "MessageRejected",
            "Sending paused for configuration set <postrider>.",
            new Stopped("CONFIGURATION_SET_PAUSED")),
        Arguments.of(400, "MailFromDomainNotVerifiedException", "?", misconfigured()),
        Arguments.of(404, "NotFoundException", "?", misconfigured()),
        Arguments.of(403, "AccessDeniedException", "?", misconfigured()),
        Arguments.of(403, "ExpiredTokenException", "?", misconfigured()),
        Arguments.of(400, "RequestExpired", "?", misconfigured()),
        Arguments.of(400, "NotAuthorized", "?", misconfigured()),
        Arguments.of(400, "MessageRejected", "Email address is not verified.", misconfigured()),
        Arguments.of(400, "MessageRejected", "Virus", refused()),
        Arguments.of(400, "BadRequestException", "?", refused()),
        Arguments.of(500, "InternalServiceErrorException", "?", unknown()),
        Arguments.of(502, "BadGateway", "?", unknown()),
        Arguments.of(504, "GatewayTimeout", "?", unknown()),
        Arguments.of(400, "SomethingNewException", "?", refused()),
        Arguments.of(409, "ConflictException", "?", refused()),
        Arguments.of(405, "MethodNotAllowed", "?", refused()),
        Arguments.of(
            408, "RequestTimeoutException", "?", new Throttled("RequestTimeoutException", false)),
        Arguments.of(425, "TooEarly", "?", new Throttled("TooEarly", false)),
        Arguments.of(401, "SomethingNew", "?", misconfigured()),
        Arguments.of(403, "SomethingNew", "?", misconfigured()),
        Arguments.of(404, "UnknownOperationException", "?", misconfigured()),
        Arguments.of(407, "ProxyAuthenticationRequired", "?", misconfigured()),
        Arguments.of(400, "IncompleteSignatureException", "?", misconfigured()),
        Arguments.of(400, "TokenRefreshRequired", "?", misconfigured()),
        Arguments.of(400, "InvalidAccessKeyId", "?", misconfigured()),
        Arguments.of(400, "RequestTimeTooSkewed", "?", misconfigured()),
        Arguments.of(400, "RequestInTheFuture", "?", misconfigured()),
        Arguments.of(422, "SomethingNew", PAUSED, new Stopped("SENDING_PAUSED")));
  }

  private static SendOutcome throttled(String code) {
    return new Throttled(code, true);
  }

  private static Class<?> misconfigured() {
    return Misconfigured.class;
  }

  private static Class<?> refused() {
    return Refused.class;
  }

  private static Class<?> unknown() {
    return Unknown.class;
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyErrorHasItsClassInBothOperationsAndIsAskedForOnce(
      int status, String type, String message, Object expected) {
    ses.faults().next(2, new Fault.Refuse(status, type, message));
    int before = requests();

    SendOutcome single = send(TestMail.plain("a"));
    List<SendOutcome> bulk = sendBulk(3);

    assertThat(requests() - before).isEqualTo(2);
    assertThat(bulk).hasSize(3);
    Stream.concat(Stream.of(single), bulk.stream())
        .forEach(
            outcome -> {
              if (expected instanceof Class<?> kind) {
                assertThat(outcome).isInstanceOf(kind);
                assertThat(code(outcome)).isEqualTo(type);
              } else {
                assertThat(outcome).isEqualTo(expected);
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void aPausedTenantIsItsOwnMailsMatterInEveryFormAndAPausedAccountEveryones(PauseForm form) {
    ses.account().pauseForm(form);
    ses.account().pausedTenants(Set.of("acme"));
    String template = "\"template\":{\"name\":\"welcome\"},\"data\":{\"n\":1}";
    List<Delivery> acme =
        TestMail.units(
            "{\"id\":\"t\",\"tenant\":\"acme\",%s,\"recipients\":[{\"to\":\"a@example.com\"},{\"to\":\"b@example.com\"}]}"
                .formatted(template));
    SendOutcome paused = new SendOutcome.TenantPaused("TENANT_SENDING_PAUSED");

    assertThat(send(acme.getFirst())).isEqualTo(paused);
    assertThat(sender.send(acme)).containsExactly(paused, paused);
    assertThat(send(TestMail.plain("a"))).isInstanceOf(Accepted.class);

    ses.account().pausedTenants(Set.of());
    ses.account().sendingEnabled(false);
    Stopped stopped = new Stopped("SENDING_PAUSED");
    assertThat(send(acme.getFirst())).isEqualTo(stopped);
    assertThat(sender.send(acme)).containsExactly(stopped, stopped);
    assertThat(send(TestMail.plain("a"))).isEqualTo(stopped);
    ses.account().sendingEnabled(true);
    ses.account().pauseForm(PauseForm.SENDING_PAUSED);
  }

  private static String code(SendOutcome outcome) {
    return switch (outcome) {
      case Accepted(String id) -> id;
      case Throttled(String code, boolean _) -> code;
      case Refused refused -> refused.diagnostic().code();
      case Misconfigured misconfigured -> misconfigured.diagnostic().code();
      case Stopped(String code) -> code;
      case SendOutcome.TenantPaused(String code) -> code;
      case Unknown(String code) -> code;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "MESSAGE_REJECTED, Refused, MESSAGE_REJECTED",
    "INVALID_PARAMETER, Refused, INVALID_PARAMETER",
    "MAIL_FROM_DOMAIN_NOT_VERIFIED, Misconfigured, MAIL_FROM_DOMAIN_NOT_VERIFIED",
    "CONFIGURATION_SET_NOT_FOUND, Misconfigured, CONFIGURATION_SET_NOT_FOUND",
    "TEMPLATE_NOT_FOUND, Misconfigured, TEMPLATE_NOT_FOUND",
    "INVALID_SENDING_POOL_NAME, Misconfigured, INVALID_SENDING_POOL_NAME",
    "ACCOUNT_SUSPENDED, Stopped, ACCOUNT_SUSPENDED",
    "ACCOUNT_SENDING_PAUSED, Stopped, SENDING_PAUSED",
    "CONFIGURATION_SET_SENDING_PAUSED, Stopped, CONFIGURATION_SET_PAUSED",
    "ACCOUNT_DAILY_QUOTA_EXCEEDED, Stopped, DAILY_QUOTA",
    "ACCOUNT_THROTTLED, Throttled, ACCOUNT_THROTTLED",
    "TRANSIENT_FAILURE, Throttled, TRANSIENT_FAILURE",
    "FAILED, Unknown, FAILED",
    "SOMETHING_NEW, Unknown, SOMETHING_NEW"
  })
  void everyStatusOfABulkEntryHasItsClassAndConcernsThatEntryAlone(
      String status, String kind, String code) {
    ses.faults().next(1, new Fault.EntryStatus(status, false));

    List<SendOutcome> outcomes = sendBulk(3);

    assertThat(outcomes.getFirst().getClass().getSimpleName()).isEqualTo(kind);
    assertThat(code(outcomes.getFirst())).isEqualTo(code);
    assertThat(outcomes.subList(1, 3)).allMatch(Accepted.class::isInstance);
  }

  @Test
  void onlyARateThatWasExceededSlowsEveryoneDown() {
    ses.faults().next(1, new Fault.EntryStatus("ACCOUNT_THROTTLED", false));
    ses.faults().next(1, new Fault.EntryStatus("TRANSIENT_FAILURE", false));

    assertThat(sendBulk(2))
        .containsExactly(
            new Throttled("ACCOUNT_THROTTLED", true), new Throttled("TRANSIENT_FAILURE", false));
  }

  @Test
  void whenSessSideClosesTheConnectionAfterReadingARequestExactlyOneRequestWasMade() {
    assertThat(send(TestMail.plain("warm")))
        .as("the connection is kept")
        .isInstanceOf(Accepted.class);
    ses.faults().next(5, new Fault.CloseAfterReading());
    int before = requests();

    assertThat(send(TestMail.plain("a"))).isInstanceOf(Unknown.class);
    assertThat(requests() - before).isEqualTo(1);
    assertThat(sendBulk(2)).hasSize(2).allMatch(Unknown.class::isInstance);
    assertThat(requests() - before).isEqualTo(2);
  }

  @Test
  void aMailThatWasAcceptedBeforeTheConnectionBrokeIsUnknownAndAcceptedOnce() {
    ses.faults().next(3, new Fault.AcceptThenDrop());

    assertThat(send(TestMail.plain("dropped"))).isInstanceOf(Unknown.class);
    assertThat(ses.counters().acceptedUnits()).containsEntry("dropped", 1);
  }

  @Test
  void aMailThatWasAcceptedAndAnswered500IsUnknownAndAcceptedOnce() {
    ses.faults().next(3, new Fault.AcceptThenRefuse(500, "InternalServiceErrorException", "?"));

    assertThat(send(TestMail.plain("failed"))).isInstanceOf(Unknown.class);
    assertThat(ses.counters().acceptedUnits()).containsEntry("failed", 1);
  }

  @Test
  void aConnectionThatIsClosedBeforeTheBodyIsReadIsUnknownAndNotRepeated() {
    ses.faults().next(3, new Fault.DropBeforeReading());
    int before = requests();

    assertThat(send(TestMail.plain("a"))).isInstanceOf(Unknown.class);
    assertThat(requests() - before).isEqualTo(1);
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsUnknownAndAskedForOnce() {
    ses.faults().next(2, new Fault.DelayAnswer(Duration.ofSeconds(2)));
    int before = requests();
    try (SesV2Client impatient =
        LocalAws.configure(SesV2Client.builder(), ses.endpoint())
            .overrideConfiguration(
                o ->
                    o.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallTimeout(Duration.ofMillis(300)))
            .build()) {
      SendOutcome outcome =
          new SesSender(impatient, "postrider").send(List.of(TestMail.plain("late"))).getFirst();

      assertThat(outcome).isEqualTo(new Unknown("ApiCallTimeoutException"));
      assertThat(requests() - before).isEqualTo(1);
    }
  }

  @Test
  void aRefusedConnectionIsWorthAnotherTryAndSlowsNobodyDown() {
    URI nobody;
    try (LoopbackServer closed = LoopbackServer.start("closed", 0, _ -> Reply.empty(200))) {
      nobody = closed.endpoint();
    }
    try (SesV2Client alone = sendingClient(nobody)) {
      assertThat(new SesSender(alone, "postrider").send(List.of(TestMail.plain("a"))))
          .containsExactly(new Throttled("HttpHostConnectException", false));
    }
  }

  @Test
  void aHostThatIsNotFoundIsWorthAnotherTry() {
    try (SesV2Client lost = sendingClient(URI.create("http://ses.invalid:9"))) {
      assertThat(new SesSender(lost, "postrider").send(List.of(TestMail.plain("a"))))
          .containsExactly(new Throttled("UnknownHostException", false));
    }
  }

  @Test
  void withoutCredentialsNothingIsRequestedAndThatIsAConfigurationFault() {
    int before = requests();
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create("Unable to load credentials");
        };
    try (SesV2Client unsigned =
        LocalAws.configure(SesV2Client.builder(), ses.endpoint())
            .credentialsProvider(new TellingCredentials(none))
            .build()) {
      SesSender mute = new SesSender(unsigned, "postrider");

      assertThat(mute.send(List.of(TestMail.plain("a"))))
          .containsExactly(new Misconfigured("NO_CREDENTIALS", ""));
      assertThat(mute.send(personal(2))).containsOnly(new Misconfigured("NO_CREDENTIALS", ""));
    }
    assertThat(requests()).isEqualTo(before);
    assertThat(client.serviceClientConfiguration().credentialsProvider())
        .isInstanceOf(TellingCredentials.class);
  }

  @Test
  void anAnswerThatLacksEntriesIsUnknownForAll() {
    assertThat(
            answeredWith(
                "{\"BulkEmailEntryResults\":[{\"Status\":\"SUCCESS\",\"MessageId\":\"m\"}]}", 2))
        .containsOnly(new Unknown("ENTRIES_MISSING"));
    assertThat(answeredWith("{}", 2)).containsOnly(new Unknown("ENTRIES_MISSING"));
  }

  @Test
  void successWithoutAMessageIdIsUnknown() {
    assertThat(answeredWith("{\"BulkEmailEntryResults\":[{\"Status\":\"SUCCESS\"},{}]}", 2))
        .containsExactly(new Unknown("NO_MESSAGE_ID"), new Unknown(""));
    assertThat(answeredWith("{}", 1)).containsExactly(new Unknown("NO_MESSAGE_ID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Bad Gateway</html>", "{\"message\":"})
  void anErrorThatIsNotSessIsJudgedByItsStatus(String body) {
    assertThat(answeredWith(500, body, 1)).allMatch(Unknown.class::isInstance);
    assertThat(answeredWith(503, body, 1))
        .allMatch(o -> o instanceof Throttled throttled && !throttled.slowDown());
    assertThat(answeredWith(429, body, 1))
        .allMatch(o -> o instanceof Throttled throttled && throttled.slowDown());
    assertThat(answeredWith(408, body, 1)).containsExactly(new Throttled("HTTP_408", false));
    assertThat(answeredWith(407, body, 1)).containsExactly(new Misconfigured("HTTP_407", ""));
    assertThat(answeredWith(400, body, 1)).containsExactly(new Refused("HTTP_400", ""));
  }

  private static List<SendOutcome> answeredWith(String body, int entries) {
    return answeredWith(200, body, entries);
  }

  private static List<SendOutcome> answeredWith(int status, String body, int entries) {
    try (LoopbackServer server =
            LoopbackServer.start("odd", 0, _ -> Reply.text(status, "application/json", body));
        SesV2Client odd = sendingClient(server.endpoint())) {
      List<Delivery> units = personal(entries);
      return new SesSender(odd, "postrider").send(units);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ConnectException.class,
        UnknownHostException.class,
        NoRouteToHostException.class,
        ConnectTimeoutException.class,
        ConnectionRequestTimeoutException.class
      })
  void whatNeverReachedSesIsWorthAnotherTry(Class<? extends Exception> cause) throws Exception {
    Exception root = cause.getConstructor(String.class).newInstance("x");

    assertThat(SesAnswers.failed(SdkClientException.create("Unable to execute", root), CALL))
        .isEqualTo(new Throttled(cause.getSimpleName(), false));
  }

  @Test
  void anyOtherFailureWithoutAnAnswerIsUnknown() {
    assertThat(
            SesAnswers.failed(SdkClientException.create("x", new SocketException("reset")), CALL))
        .isEqualTo(new Unknown("SdkClientException"));
    assertThat(SesAnswers.failed(SdkClientException.create("x"), CALL))
        .isEqualTo(new Unknown("SdkClientException"));
    assertThat(
            SesAnswers.failed(
                (SesV2Exception) SesV2Exception.builder().statusCode(500).build(), CALL))
        .isEqualTo(new Unknown("SesV2Exception"));
  }

  @Test
  void anEntryWithoutAStatusIsUnknown() {
    assertThat(SesAnswers.entry(BulkEmailEntryResult.builder().build(), "r", CALL))
        .isEqualTo(new Unknown(""));
  }

  @Test
  void noAddressInATextOfSesIsKept() {
    ses.faults().next(1, new Fault.Refuse(400, "BadRequestException", "secret@example.com"));

    assertThat(send(TestMail.plain("a")).toString()).doesNotContain("secret");
  }

  /// In SES's words, of a template that a sender once wrote into its message.
  @Test
  void ofAnInlineTemplateThatSesRefusesItsSentenceIsKept() {
    ses.faults()
        .next(
            2,
            new Fault.Refuse(
                400, "BadRequestException", "Template contains unsupported operations."));
    Diagnostic why =
        new Diagnostic("BadRequestException", "Template contains unsupported operations.");

    assertThat(send(personal(1).getFirst()))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.diagnostic()).isEqualTo(why));
    assertThat(sendBulk(3))
        .hasSize(3)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.diagnostic()).isEqualTo(why)));
  }
}
