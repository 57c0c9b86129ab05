package dev.postrider.local.ses;

import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.PageFile;
import dev.postrider.local.http.Reply;
import dev.postrider.local.http.Routes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sesv2.model.Attachment;

/// The inbox as a page for a browser, and the parts of a mail that it shows (decision 0147).
///
/// The mail's HTML is a document of its own under a policy that allows no script, no form and no
/// navigation. It loads nothing from elsewhere unless the reader asks for it.
record InboxPage(Inbox inbox, Supplier<Optional<StackAnswers>> stack) {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);

  void serve(Routes routes) {
    routes
        .on("GET", (_, _) -> PageFile.of(InboxPage.class, "inbox.html"))
        .on("GET /inbox.js", (_, _) -> PageFile.of(InboxPage.class, "inbox.js"))
        .on("GET /page.js", (_, _) -> PageFile.of(PageFile.class, "page.js"))
        .on("GET /page.css", (_, _) -> PageFile.of(PageFile.class, "page.css"))
        .on("GET /inbox-changes", (call, _) -> changes(call))
        .on("GET /stack/status", (_, _) -> told(StackAnswers::status))
        .on("GET /stack/ages", (_, _) -> told(StackAnswers::ages))
        .on("GET /stack/suppressions", (_, _) -> told(StackAnswers::suppressions))
        .on("GET /stack/units/*", (_, unit) -> told(s -> s.unit(unit)))
        .on("GET /stack/events/*", (_, id) -> told(s -> s.events(id)))
        .on("GET /inbox/*/html", this::html)
        .on("GET /inbox/*/attachments/*", this::attachment);
  }

  /// Answers with the inbox's version as soon as it is another than the caller's.
  private Reply changes(HttpCall call) {
    String after = call.parameter("after").orElse("-1");
    inbox.await(() -> !String.valueOf(inbox.version()).equals(after), LONGEST_WAIT);
    return Reply.text(200, "text/plain", String.valueOf(inbox.version()));
  }

  private Reply told(Function<StackAnswers, String> question) {
    return stack
        .get()
        .<Reply>map(
            answers ->
                PageFile.guarded(
                    "application/json",
                    "default-src 'none'",
                    Map.of(),
                    question.apply(answers).getBytes(StandardCharsets.UTF_8)))
        .orElseGet(() -> Reply.text(404, "text/plain", "only ./postrider local knows the stack\n"));
  }

  private Reply html(HttpCall call, String messageId) {
    boolean remote = call.parameter("remote").equals(Optional.of("true"));
    return inbox
        .find(messageId)
        .<Reply>map(
            message ->
                PageFile.guarded(
                    "text/html; charset=utf-8",
                    mailPolicy(remote ? " https: http:" : ""),
                    Map.of(),
                    withImages(message).getBytes(StandardCharsets.UTF_8)))
        .orElseGet(InboxPage::gone);
  }

  /// @param remote where a mail's styles, images and fonts may come from, beside the mail itself
  private static String mailPolicy(String remote) {
    return "sandbox; default-src 'none'; style-src 'unsafe-inline'%1$s; img-src data:%1$s;"
            .formatted(remote)
        + " font-src data:%s; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
            .formatted(remote);
  }

  /// The mail's HTML, in which each `cid:` is the part that it names.
  private static String withImages(ReceivedMessage message) {
    String html =
        message.content() == null ? "" : Objects.requireNonNullElse(message.content().html(), "");
    for (Attachment part : message.submission().attachments()) {
      String type = String.valueOf(part.contentType());
      if (part.contentId() != null && type.matches("image/[a-zA-Z0-9.+-]+")) {
        byte[] bytes = part.rawContent().asByteArrayUnsafe();
        String data = "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
        html = html.replace("cid:" + part.contentId(), data);
      }
    }
    return html;
  }

  private Reply attachment(HttpCall call, String messageId) {
    String index = call.segments().getLast();
    return inbox
        .find(messageId)
        .flatMap(message -> at(message.submission().attachments(), index))
        .<Reply>map(
            part ->
                PageFile.guarded(
                    "application/octet-stream",
                    "sandbox; default-src 'none'",
                    Map.of("content-disposition", "attachment; filename*=UTF-8''" + name(part)),
                    part.rawContent().asByteArrayUnsafe()))
        .orElseGet(InboxPage::gone);
  }

  private static Optional<Attachment> at(List<Attachment> parts, String index) {
    return index.matches("[0-9]{1,4}") && Integer.parseInt(index) < parts.size()
        ? Optional.of(parts.get(Integer.parseInt(index)))
        : Optional.empty();
  }

  /// Percent-encoded as RFC 8187 has it: nothing of the name can end the header.
  private static String name(Attachment part) {
    StringBuilder name = new StringBuilder();
    for (byte b : part.fileName().getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b == '.' || b == '-' || b == '_' || (b > 0 && Character.isLetterOrDigit(b));
      name.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
    }
    return name.toString();
  }

  private static Reply gone() {
    return Reply.text(404, "text/plain", "no such message or part, or it was trimmed\n");
  }
}
