package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.Await;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.HttpJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.Message;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/// SES's stand-in on a clock that the test sets, with a client that tries once.
abstract class SesServerCase {
  final SettableClock clock = new SettableClock();
  final List<JsonNode> events = new CopyOnWriteArrayList<>();
  final SesServer ses =
      SesServer.start(0, "postrider", e -> events.add(HttpJson.readObject(e).orElseThrow()), clock);
  final SesV2Client client =
      LocalAws.configure(SesV2Client.builder(), ses.endpoint())
          .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
          .build();

  @AfterEach
  void stop() {
    client.close();
    ses.close();
  }

  static Consumer<SendEmailRequest.Builder> mail(String to) {
    return mail(to, _ -> {});
  }

  static Consumer<SendEmailRequest.Builder> mail(
      String to, Consumer<SendEmailRequest.Builder> change) {
    return b ->
        b.fromEmailAddress("Shop <shop@example.com>")
            .destination(d -> d.toAddresses(to))
            .configurationSetName("postrider")
            .emailTags(MessageTag.builder().name("postrider-id").value("m-1").build())
            .content(c -> c.simple(SesServerCase::thanks))
            .applyMutation(change);
  }

  /// A mail with another subject, other bodies and parts.
  static Consumer<SendEmailRequest.Builder> simpleMail(Consumer<Message.Builder> simple) {
    return mail("a@example.org", b -> b.content(c -> c.simple(simple)));
  }

  /// A mail that a stored template makes, without data.
  static Consumer<SendEmailRequest.Builder> templatedMail(String template) {
    return mail(
        "a@b.org",
        b -> b.content(c -> c.template(t -> t.templateName(template).templateData("{}"))));
  }

  private static void thanks(Message.Builder simple) {
    simple
        .subject(t -> t.data("ご注文 🎉"))
        .body(o -> o.text(t -> t.data("Thanks")).html(t -> t.data("<p>")));
  }

  <E extends Throwable> ThrowableAssertAlternative<E> assertRefused(
      Class<E> type, Consumer<SendEmailRequest.Builder> mail) {
    return assertThatExceptionOfType(type).isThrownBy(() -> client.sendEmail(mail));
  }

  void createTemplate() {
    client.createEmailTemplate(
        t ->
            t.templateName("welcome")
                .templateContent(c -> c.subject("Hello {{n}}").text("Dear {{ n }}")));
  }

  String get(String path) {
    return answer(path).body();
  }

  HttpResponse<String> answer(String path) {
    return call(path, HttpRequest.Builder::GET);
  }

  HttpResponse<String> post(String path, String body) {
    return call(path, request -> request.POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> call(String path, UnaryOperator<HttpRequest.Builder> method) {
    URI uri = URI.create(ses.endpoint() + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          method.apply(HttpRequest.newBuilder(uri)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> eventTypes() {
    Await.until("events are out", () -> ses.pendingEvents() == 0);
    return events.stream().map(e -> e.path("eventType").asText()).toList();
  }
}
