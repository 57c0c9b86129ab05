package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.Await;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.AccountSuspendedException;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.Attachment;
import software.amazon.awssdk.services.sesv2.model.AttachmentContentDisposition;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntry;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;
import software.amazon.awssdk.services.sesv2.model.BulkEmailStatus;
import software.amazon.awssdk.services.sesv2.model.GetAccountResponse;
import software.amazon.awssdk.services.sesv2.model.LimitExceededException;
import software.amazon.awssdk.services.sesv2.model.MailFromDomainNotVerifiedException;
import software.amazon.awssdk.services.sesv2.model.MessageHeader;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendingPausedException;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

class SesServerTest {
  private final SesSettings settings = SesSettings.of("postrider");

  private final SettableClock clock = new SettableClock();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private SesServer ses;
  private SesV2Client client;

  @BeforeEach
  void start() {
    start(settings);
  }

  private void start(SesSettings changed) {
    stop();
    ses = SesServer.start(0, changed, e -> events.add(Json.readObject(e).orElseThrow()), clock);
    client =
        LocalAws.configure(SesV2Client.builder(), ses.endpoint())
            .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
  }

  @AfterEach
  void stop() {
    if (ses != null) {
      client.close();
      ses.close();
    }
  }

  private static Consumer<SendEmailRequest.Builder> mail(String to) {
    return mail(to, _ -> {});
  }

  private static Consumer<SendEmailRequest.Builder> mail(
      String to, Consumer<SendEmailRequest.Builder> change) {
    return b ->
        b.fromEmailAddress("Shop <shop@example.com>")
            .destination(d -> d.toAddresses(to))
            .configurationSetName("postrider")
            .emailTags(MessageTag.builder().name("postrider-id").value("m-1").build())
            .content(
                c ->
                    c.simple(
                        s ->
                            s.subject(t -> t.data("ご注文 🎉"))
                                .body(o -> o.text(t -> t.data("Thanks")).html(t -> t.data("<p>")))))
            .applyMutation(change);
  }

  private List<BulkEmailEntryResult> bulk(String template, List<String> recipients) {
    return client
        .sendBulkEmail(
            b ->
                b.fromEmailAddress("shop@example.com")
                    .configurationSetName("postrider")
                    .defaultContent(
                        d ->
                            d.template(t -> t.templateName(template).templateData("{\"n\":\"x\"}")))
                    .bulkEmailEntries(
                        IntStream.range(0, recipients.size())
                            .mapToObj(i -> entry(i, recipients.get(i)))
                            .toList()))
        .bulkEmailEntryResults();
  }

  private static BulkEmailEntry entry(int index, String recipient) {
    return BulkEmailEntry.builder()
        .destination(d -> d.toAddresses(recipient))
        .replacementTags(
            MessageTag.builder().name("postrider-id").value("bulk").build(),
            MessageTag.builder().name("postrider-entry").value("" + index).build())
        .replacementEmailContent(
            c -> c.replacementTemplate(t -> t.replacementTemplateData("{\"n\":\"" + index + "\"}")))
        .build();
  }

  private void createTemplate() {
    client.createEmailTemplate(
        t ->
            t.templateName("welcome")
                .templateContent(c -> c.subject("Hello {{n}}").text("Dear {{ n }}")));
  }

  private String get(String path) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(ses.endpoint() + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int post(String path, String body) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(ses.endpoint() + path))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> eventTypes() {
    Await.until("events are out", () -> ses.pendingEvents() == 0);
    return events.stream().map(e -> e.path("eventType").asText()).toList();
  }

  @Test
  void anAcceptedMessageIsInTheInboxAndOnTheCounters() {
    String id = client.sendEmail(mail("a@example.org")).messageId();

    assertThat(ses.inbox().find(id).orElseThrow().subject()).isEqualTo("ご注文 🎉");
    assertThat(ses.inbox().to("a@example.org")).hasSize(1);
    assertThat(ses.counters().acceptedUnits()).isEqualTo(Map.of("m-1", 1));
    assertThat(ses.counters().requests("SendEmail")).isEqualTo(1);
    assertThat(get("/inbox")).contains(id, "ご注文 🎉");
    assertThat(get("/inbox/" + id)).contains("<p>");
  }

  @Test
  void anAcceptedMessageCanBeReadAsMime() {
    String id =
        client
            .sendEmail(
                mail(
                    "a@example.org",
                    b ->
                        b.content(
                            c ->
                                c.simple(
                                    s ->
                                        s.subject(t -> t.data("Größe"))
                                            .body(o -> o.html(h -> h.data("<img src=cid:logo>")))
                                            .headers(
                                                MessageHeader.builder()
                                                    .name("List-Id")
                                                    .value("x")
                                                    .build())
                                            .attachments(
                                                Attachment.builder()
                                                    .fileName("übersicht.png")
                                                    .contentType("image/png")
                                                    .contentId("logo")
                                                    .contentDisposition(
                                                        AttachmentContentDisposition.INLINE)
                                                    .rawContent(SdkBytes.fromUtf8String("PNG"))
                                                    .build())))))
            .messageId();

    assertThat(get("/inbox/" + id + ".eml"))
        .contains(
            "From: Shop <shop@example.com>\r\n",
            "To: a@example.org\r\n",
            "Subject: =?UTF-8?B?R3LDtsOfZQ==?=\r\n",
            "List-Id: x\r\n",
            "Content-Type: multipart/related;",
            "filename*=UTF-8''%C3%BCbersicht.png\r\n",
            "Content-ID: <logo>\r\n\r\nUE5H\r\n")
        .matches(text -> text.chars().allMatch(c -> c < 128));
  }

  @Test
  void theInboxKeepsTheNewestAndTheCountersKeepAll() {
    start(settings.inbox(2, Long.MAX_VALUE));
    for (String to : List.of("a@example.org", "b@example.org", "c@example.org")) {
      client.sendEmail(mail(to));
    }

    assertThat(ses.inbox().messages())
        .extracting(m -> m.submission().to().getFirst())
        .containsExactly("b@example.org", "c@example.org");
    assertThat(ses.counters().acceptedMessages()).isEqualTo(3);
  }

  @Test
  void anUnverifiedSenderIsRejected() {
    assertThatExceptionOfType(MessageRejectedException.class)
        .isThrownBy(
            () -> client.sendEmail(mail("a@b.org", b -> b.fromEmailAddress("x@other.example"))))
        .withMessageContaining("Email address is not verified.");
  }

  @Test
  void aSenderWhoseMailFromDomainFailsIsRefused() {
    start(settings.mailFromFailures(Set.of("example.com")));
    assertThatExceptionOfType(MailFromDomainNotVerifiedException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@example.org")));
  }

  @Test
  void theSandboxRejectsRecipientsThatAreNotVerified() {
    start(settings.sandbox());
    client.sendEmail(mail("friend@example.com"));
    client.sendEmail(mail("success@simulator.amazonses.com"));
    assertThatExceptionOfType(MessageRejectedException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@example.org")));
  }

  @Test
  void aMissingConfigurationSetOrTemplateIsNotFound() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org", b -> b.configurationSetName("none"))));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () ->
                client.sendEmail(
                    mail(
                        "a@b.org",
                        b ->
                            b.content(
                                c -> c.template(t -> t.templateName("none").templateData("{}"))))));
    assertThat(ses.counters().acceptedMessages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-at-sign",
        "ü@example.org",
        "a@exämple.org",
        "a@-x.org",
        "a b@example.org",
        "Jürgen <a@b.org>"
      })
  void anAddressThatSesDoesNotTakeIsABadRequest(String recipient) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> client.sendEmail(mail(recipient)));
  }

  @ParameterizedTest
  @CsvSource({"Bcc,x", "Subject,x", "X-Ä,x", "X-A,ä", "X A,x"})
  void aHeaderThatSesDoesNotTakeIsABadRequest(String name, String value) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                client.sendEmail(
                    mail(
                        "a@b.org",
                        b ->
                            b.content(
                                c ->
                                    c.simple(
                                        s ->
                                            s.subject(t -> t.data("s"))
                                                .body(o -> o.text(t -> t.data("t")))
                                                .headers(
                                                    MessageHeader.builder()
                                                        .name(name)
                                                        .value(value)
                                                        .build()))))));
  }

  @Test
  void moreThanFiftyRecipientsOrABadTagAreABadRequest() {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                client.sendEmail(
                    mail(
                        "a@b.org",
                        b ->
                            b.destination(d -> d.toAddresses(Collections.nCopies(51, "a@b.org"))))))
        .withMessageContaining("Recipient count exceeds 50.");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                client.sendEmail(
                    mail(
                        "a@b.org",
                        b -> b.emailTags(MessageTag.builder().name("ses:x").value("y").build()))));
  }

  @Test
  void theRateIsCountedInRecipientsAndComesBackWithTime() {
    start(settings.maxSendRate(2));
    client.sendEmail(mail("a@b.org", b -> b.destination(d -> d.toAddresses("a@b.org", "b@b.org"))));
    assertThatExceptionOfType(TooManyRequestsException.class)
        .isThrownBy(() -> client.sendEmail(mail("c@b.org")))
        .withMessageContaining("Maximum sending rate exceeded.");

    clock.advance(Duration.ofMillis(500));
    client.sendEmail(mail("c@b.org"));
    assertThat(ses.counters().acceptedRecipients()).isEqualTo(3);
    assertThat(ses.counters().throttledMessages()).isEqualTo(1);
  }

  @Test
  void theDailyQuotaLeavesTheSimulatorOutAndComesBackAfterADay() {
    start(settings.max24HourSend(1));
    client.sendEmail(mail("a@b.org"));
    client.sendEmail(mail("success@simulator.amazonses.com"));
    assertThatExceptionOfType(LimitExceededException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org")))
        .withMessageContaining("Daily message quota exceeded");

    clock.advance(Duration.ofHours(24).plusSeconds(1));
    client.sendEmail(mail("a@b.org"));
    assertThat(client.getAccount(_ -> {}).sendQuota().sentLast24Hours()).isEqualTo(1);
  }

  @Test
  void anyTenantWillDoUntilTenantsAreNamed() {
    client.sendEmail(mail("ann@example.net", b -> b.tenantName("acme")));
    ses.account().tenants(Set.of("acme"));
    client.sendEmail(mail("ann@example.net", b -> b.tenantName("acme")));
    client.sendEmail(mail("ann@example.net"));

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.sendEmail(mail("ann@example.net", b -> b.tenantName("other"))))
        .withMessageContaining("Tenant <other> does not exist.");
  }

  @Test
  void aPausedAccountAPausedSetAndASuspendedAccountSendNothing() {
    client.putAccountSendingAttributes(p -> p.sendingEnabled(false));
    assertThatExceptionOfType(SendingPausedException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org")));
    assertThat(client.getAccount(_ -> {}).sendingEnabled()).isFalse();
    client.putAccountSendingAttributes(p -> p.sendingEnabled(true));

    client.putConfigurationSetSendingOptions(
        p -> p.configurationSetName("postrider").sendingEnabled(false));
    assertThatExceptionOfType(SendingPausedException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org")));
    client.sendEmail(mail("a@b.org", b -> b.configurationSetName(null)));

    ses.account().suspended(true);
    assertThatExceptionOfType(AccountSuspendedException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org")));
    assertThat(client.getAccount(_ -> {}).enforcementStatus()).isEqualTo("SHUTDOWN");
  }

  @Test
  void aPausedTenantSendsNothingInEachFormAndGetTenantSaysSo() {
    ses.account().tenants(Set.of("acme", "other"));
    ses.account().pausedTenants(Set.of("acme"));
    assertThatExceptionOfType(SendingPausedException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org", b -> b.tenantName("acme"))));
    ses.account().pauseForm(SesAccount.PauseForm.MESSAGE_REJECTED);
    assertThatExceptionOfType(MessageRejectedException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org", b -> b.tenantName("acme"))))
        .withMessageContaining("Sending paused for this tenant. ");
    ses.account().pauseForm(SesAccount.PauseForm.ACCESS_DENIED);
    assertThatExceptionOfType(SesV2Exception.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org", b -> b.tenantName("acme"))))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    client.sendEmail(mail("a@b.org", b -> b.tenantName("other")));

    assertThat(client.getTenant(g -> g.tenantName("acme")).tenant().sendingStatusAsString())
        .isEqualTo("DISABLED");
    assertThat(client.getTenant(g -> g.tenantName("other")).tenant().sendingStatusAsString())
        .isEqualTo("ENABLED");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.getTenant(g -> g.tenantName("nobody")));
    assertThat(client.getAccount(_ -> {}).sendingEnabled()).isTrue();
  }

  @Test
  void theAccountIsDescribed() {
    GetAccountResponse account = client.getAccount(_ -> {});
    assertThat(account.sendQuota().maxSendRate()).isEqualTo(14);
    assertThat(account.sendQuota().max24HourSend()).isEqualTo(50_000);
    assertThat(account.productionAccessEnabled()).isTrue();
    assertThat(
            client.getEmailIdentity(g -> g.emailIdentity("example.com")).dkimAttributes().tokens())
        .hasSize(3);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.getEmailIdentity(g -> g.emailIdentity("other.example")));
  }

  @Test
  void templatesAreKept() {
    createTemplate();
    assertThatExceptionOfType(AlreadyExistsException.class).isThrownBy(this::createTemplate);
    client.updateEmailTemplate(
        u -> u.templateName("welcome").templateContent(c -> c.subject("Hi {{n}}")));
    assertThat(client.getEmailTemplate(g -> g.templateName("welcome")).templateContent().subject())
        .isEqualTo("Hi {{n}}");
    client.deleteEmailTemplate(d -> d.templateName("welcome"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.getEmailTemplate(g -> g.templateName("welcome")));
  }

  @Test
  void aBulkCallAnswersEachEntryOnItsOwnAndInItsOrder() {
    createTemplate();
    List<BulkEmailEntryResult> results =
        bulk("welcome", List.of("a@example.org", "ü@example.org", "c@example.org"));

    assertThat(results)
        .extracting(BulkEmailEntryResult::status)
        .containsExactly(
            BulkEmailStatus.SUCCESS, BulkEmailStatus.INVALID_PARAMETER, BulkEmailStatus.SUCCESS);
    assertThat(ses.inbox().find(results.get(2).messageId()).orElseThrow().subject())
        .isEqualTo("Hello 2");
    assertThat(ses.counters().acceptedUnits()).isEqualTo(Map.of("bulk#0", 1, "bulk#2", 1));
  }

  @Test
  void aBulkCallThatMeetsAnAccountStateAnswersItInEveryEntry() {
    List<String> two = List.of("a@b.org", "b@b.org");
    assertThat(statuses("welcome", two)).containsOnly(BulkEmailStatus.TEMPLATE_NOT_FOUND);

    createTemplate();
    ses.account().throttleAt(1);
    assertThat(statuses("welcome", two))
        .containsExactly(BulkEmailStatus.SUCCESS, BulkEmailStatus.ACCOUNT_THROTTLED);
    ses.account().quotaGone(true);
    assertThat(statuses("welcome", two)).containsOnly(BulkEmailStatus.ACCOUNT_DAILY_QUOTA_EXCEEDED);
    client.putConfigurationSetSendingOptions(
        p -> p.configurationSetName("postrider").sendingEnabled(false));
    assertThat(statuses("welcome", two))
        .containsOnly(BulkEmailStatus.CONFIGURATION_SET_SENDING_PAUSED);
    ses.account().sendingEnabled(false);
    assertThat(statuses("welcome", two)).containsOnly(BulkEmailStatus.ACCOUNT_SENDING_PAUSED);
    ses.account().suspended(true);
    assertThat(statuses("welcome", two)).containsOnly(BulkEmailStatus.ACCOUNT_SUSPENDED);
  }

  private List<BulkEmailStatus> statuses(String template, List<String> recipients) {
    return bulk(template, recipients).stream().map(BulkEmailEntryResult::status).toList();
  }

  @Test
  void aBulkCallOfMoreThanFiftyEntriesIsABadRequest() {
    createTemplate();
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> bulk("welcome", Collections.nCopies(51, "a@b.org")));
  }

  @Test
  void everyMessageIsPublishedAsSentFirstAndThenByItsRecipient() {
    client.sendEmail(mail("success+x@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Delivery");
    events.clear();
    client.sendEmail(mail("bounce+x@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Bounce");
    assertThat(events.getLast().at("/bounce/bounceType").asText()).isEqualTo("Permanent");
    assertThat(events.getLast().at("/bounce/bouncedRecipients/0/emailAddress").asText())
        .isEqualTo("bounce+x@simulator.amazonses.com");
    events.clear();
    client.sendEmail(mail("complaint@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Delivery", "Complaint");
    assertThat(events.getLast().at("/complaint/complaintFeedbackType").asText()).isEqualTo("abuse");
    events.clear();
    client.sendEmail(mail("ooto@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Delivery", "Bounce");
    assertThat(events.getLast().at("/bounce/bounceType").asText()).isEqualTo("Transient");
    events.clear();
    client.sendEmail(mail("suppressionlist@simulator.amazonses.com"));
    assertThat(eventTypes()).containsExactly("Send", "Bounce");
    assertThat(events.getLast().at("/bounce/bounceSubType").asText()).isEqualTo("Suppressed");
  }

  @Test
  void anEventCarriesTheMessageAndItsTags() {
    String id = client.sendEmail(mail("a@example.org")).messageId();
    eventTypes();

    JsonNode mail = events.getFirst().path("mail");
    assertThat(mail.path("messageId").asText()).isEqualTo(id);
    assertThat(mail.path("timestamp").asText()).isEqualTo("2026-11-24T00:00:00.000Z");
    assertThat(Json.texts(mail.path("destination"))).containsExactly("a@example.org");
    assertThat(Json.texts(mail.at("/tags/postrider-id"))).containsExactly("m-1");
    assertThat(Json.texts(mail.at("/tags/ses:configuration-set"))).containsExactly("postrider");
    assertThat(mail.at("/commonHeaders/subject").asText()).isEqualTo("ご注文 🎉");
  }

  @Test
  void aMessageWithoutAConfigurationSetHasNoEvents() {
    client.sendEmail(mail("a@example.org", b -> b.configurationSetName(null)));
    assertThat(eventTypes()).isEmpty();
  }

  @Test
  void templateDataThatIsMissingEndsInARenderingFailure() {
    createTemplate();
    client.sendEmail(
        mail(
            "a@b.org",
            b -> b.content(c -> c.template(t -> t.templateName("welcome").templateData("{}")))));
    assertThat(eventTypes()).containsExactly("Rendering Failure");
    assertThat(events.getFirst().at("/failure/errorMessage").asText())
        .isEqualTo("Attribute 'n' is not present in the rendering data.");
  }

  @Test
  void anAddressOnTheAccountsSuppressionListIsAcceptedAndBounces() {
    client.putSuppressedDestination(
        p -> p.emailAddress("a+b@example.org").reason(SuppressionListReason.BOUNCE));
    client.sendEmail(mail("a+b@example.org"));

    assertThat(eventTypes()).containsExactly("Send", "Bounce");
    assertThat(events.getLast().at("/bounce/bounceSubType").asText())
        .isEqualTo("OnAccountSuppressionList");
    assertThat(client.listSuppressedDestinations(_ -> {}).suppressedDestinationSummaries())
        .hasSize(1);
    assertThat(
            client
                .getSuppressedDestination(g -> g.emailAddress("a+b@example.org"))
                .suppressedDestination()
                .reason())
        .isEqualTo(SuppressionListReason.BOUNCE);
    client.deleteSuppressedDestination(d -> d.emailAddress("a+b@example.org"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.getSuppressedDestination(g -> g.emailAddress("a+b@example.org")));
  }

  @Test
  void aDroppedConnectionIsAnOpenQuestionToTheClientAndClearToTheCounters() {
    ses.faults().next(1, new Fault.AcceptThenDrop(), "SendEmail");
    ses.faults().next(1, new Fault.CloseAfterReading());
    ses.faults().next(1, new Fault.DropBeforeReading());
    for (int accepted : new int[] {1, 1, 1}) {
      assertThatThrownBy(() -> client.sendEmail(mail("a@b.org")))
          .isInstanceOf(SdkClientException.class);
      assertThat(ses.counters().acceptedMessages()).isEqualTo(accepted);
    }
    client.sendEmail(mail("a@b.org"));
    assertThat(ses.counters().requests("SendEmail")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void aServerErrorCanComeBeforeAndAfterTheMailIsAccepted(int status) {
    ses.faults().next(1, new Fault.Refuse(status, "InternalServiceErrorException", "broken"));
    ses.faults()
        .next(1, new Fault.AcceptThenRefuse(status, "InternalServiceErrorException", "broken"));
    for (int accepted : new int[] {0, 1}) {
      assertThatExceptionOfType(SesV2Exception.class)
          .isThrownBy(() -> client.sendEmail(mail("a@b.org")))
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status));
      assertThat(ses.counters().acceptedMessages()).isEqualTo(accepted);
    }
  }

  @Test
  void aBulkEntryCanGetAStatusThatNoSdkKnows() {
    createTemplate();
    ses.faults().next(1, new Fault.EntryStatus("FAILED", true));
    ses.faults().next(1, new Fault.EntryStatus("MOON_PHASE", false));
    assertThat(bulk("welcome", List.of("a@b.org", "b@b.org", "c@b.org")))
        .extracting(BulkEmailEntryResult::statusAsString)
        .containsExactly("FAILED", "MOON_PHASE", "SUCCESS");
    assertThat(ses.counters().acceptedMessages()).isEqualTo(2);
  }

  @Test
  void eventsCanBeLostDoubledAndReversed() {
    ses.faults().next(1, new Fault.DropEvent(), "Send");
    ses.faults().next(1, new Fault.DoubleEvent(), "Delivery");
    client.sendEmail(mail("a@b.org"));
    assertThat(eventTypes()).containsExactly("Delivery", "Delivery");

    events.clear();
    ses.faults().next(1, new Fault.ReverseEvents());
    client.sendEmail(mail("a@b.org"));
    assertThat(eventTypes()).containsExactly("Delivery", "Send");
  }

  @Test
  void faultsAtRandomAreTheSameForTheSameSeed() {
    ses.account().maxSendRate(1_000);
    List<Boolean> first = refusals();
    List<Boolean> second = refusals();
    assertThat(first).isEqualTo(second).contains(true, false);
  }

  private List<Boolean> refusals() {
    ses.faults().clear();
    ses.faults().randomly(0.5, 42, new Fault.Refuse(503, "ServiceUnavailable", "busy"));
    return IntStream.range(0, 20).mapToObj(_ -> isRefused()).toList();
  }

  private boolean isRefused() {
    try {
      client.sendEmail(mail("a@b.org"));
      return false;
    } catch (SesV2Exception e) {
      return true;
    }
  }

  @Test
  void faultsAndTheAccountCanBeChangedOverHttp() {
    assertThat(post("/admin/faults", "{\"kind\":\"throttle\",\"targets\":[\"SendEmail\"]}"))
        .isEqualTo(204);
    assertThatExceptionOfType(TooManyRequestsException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org")));
    assertThat(post("/admin/faults", "{\"kind\":\"meteor\"}")).isEqualTo(400);

    assertThat(post("/admin/account", "{\"suspended\":true}")).isEqualTo(204);
    assertThatExceptionOfType(AccountSuspendedException.class)
        .isThrownBy(() -> client.sendEmail(mail("a@b.org")));
    assertThat(post("/admin/account", "{\"suspendet\":true}")).isEqualTo(400);
    assertThat(get("/admin/counters")).contains("\"SendEmail\" : 2");
  }
}
