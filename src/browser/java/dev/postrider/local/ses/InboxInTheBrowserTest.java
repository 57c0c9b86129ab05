package dev.postrider.local.ses;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.postrider.page.Browser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.model.Attachment;

/// The inbox's page in a real Chromium, in the places where Debian puts it and its driver.
///
/// Pictures of it lie in `target/screenshots`; `docs/inbox.png` is `inbox-1200-light.png`.
class InboxInTheBrowserTest extends SesServerCase {
  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
          + "rkJggg==";

  private Browser browser;

  @BeforeEach
  void open() {
    browser = Browser.start();
    browser.get(ses.endpoint() + "/");
  }

  @AfterEach
  void quit() {
    browser.quit();
  }

  @Test
  void aMailIsFoundReadAndShownWithoutReloadByKeyboardAlone() throws IOException {
    send("Your order 17 is on its way", receipt());
    send("Unrelated", "<p>Other</p>");
    browser.await("two mails", () -> rows() == 2);

    WebElement search = browser.findElement(By.id("search"));
    search.sendKeys("order 17");
    browser.await("one mail", () -> rows() == 1);
    search.sendKeys(Keys.TAB, Keys.TAB);
    browser.switchTo().activeElement().sendKeys(Keys.ENTER);
    browser.await("the mail", () -> browser.exists("iframe"));
    assertThat(browser.switchTo().activeElement().getAttribute("id")).isEqualTo("mail");
    assertThat(browser.text("h2")).isEqualTo("Your order 17 is on its way");
    browser.switchTo().frame(browser.findElement(By.tagName("iframe")));
    assertThat(browser.text("h1")).isEqualTo("Thank you");
    Number pixels = (Number) browser.executeScript("return document.images[0].naturalWidth");
    assertThat(pixels.intValue()).isEqualTo(1);
    browser.switchTo().defaultContent();
    browser.screenshots("inbox");

    browser.press("[data-view=source]");
    browser.await("the source", () -> browser.text("#view").contains("MIME-Version"));
    browser.press("[data-view=headers]");
    browser.await("the headers", () -> browser.text("#view").contains("Subject:"));
    assertThat(browser.text("#view")).doesNotContain("Thank you");
    assertThat(browser.findElement(By.cssSelector(".files a")).getText()).contains("logo.png");
    browser.assertNamed();
  }

  @Test
  void thePageShowsWhatTheCommandsSayOfTheStack() throws IOException {
    ses.show(new FixedAnswers());
    browser.navigate().refresh();
    send("Your order 17 is on its way", receipt());
    browser.await("the mail and the buttons", () -> rows() == 1 && browser.shown("#status"));

    browser.press("#status");
    browser.await("the queues", () -> browser.exists("#mail table"));
    assertThat(browser.text("#mail")).contains("MailQueue", "417", "rate", "5 min 10 s");
    browser.screenshots("queues");
    browser.press("#suppressions");
    browser.await("the suppressions", () -> browser.text("#mail").contains("HARD_BOUNCE"));
    browser.press("nav button");
    browser.await("the mail", () -> browser.shown("[data-view=history]"));
    browser.press("[data-view=history]");
    browser.await("the history", () -> browser.text("#view").contains("SENT m-1"));
    assertThat(browser.text("#view")).contains("<b>as text</b>", "DELIVERED");
    browser.screenshots("history");
    browser.assertNamed();
  }

  /// In the shapes of the commands' answers.
  private record FixedAnswers() implements StackAnswers {
    @Override
    public String status() {
      return """
          {"stack":"postrider","queues":[{"name":"MailQueue","waiting":417,"inFlight":10,"oldestSeconds":310},
          {"name":"HeldQueue","waiting":0,"inFlight":0}],"pace":{"ratePerSecond":14.0}}""";
    }

    @Override
    public String ages() {
      return "{}";
    }

    @Override
    public String suppressions() {
      return """
          {"partial":false,"suppressions":[{"address":"gone@example.org","scope":"*",
          "reason":"HARD_BOUNCE"}]}""";
    }

    @Override
    public String unit(String unit) {
      return """
          {"id":"m-1","units":[{"key":"m-1","status":"SENT %s","text":"<b>as text</b>",
          "recipients":{},"history":[{"at":"2026-01-01T00:00:00Z","what":"SENT"}]}]}"""
          .formatted(unit);
    }

    @Override
    public String events(String id) {
      return """
          [{"detail-type":"mail","detail":{"id":"%s","status":"DELIVERED"}}]""".formatted(id);
    }
  }

  @Test
  void aHostileMailRunsNothingLoadsNothingAndBreaksNoLayout() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer elsewhere = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    elsewhere.start();
    String remote = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/";
    String subject = "<img src=x onerror=document.title=1> שלום " + "x".repeat(900);
    send(
        subject,
        "<script>parent.document.title='taken'</script><meta http-equiv=refresh content='0;url="
            + remote
            + "'><img id=i src='"
            + remote
            + "' onerror=\"document.body.id='ran'\"><base href='http://example.org/'>"
            + "<form action='"
            + remote
            + "'><button>Go</button></form><p dir=rtl>שלום עולם, مرحبا</p><table width=5000>"
            + "<tr><td>wide</td></tr></table><p>"
            + "w".repeat(10_000));
    browser.await("the mail", () -> rows() == 1);
    browser.press("nav button");
    browser.await("the frame", () -> browser.exists("iframe"));

    assertThat(browser.getTitle()).isEqualTo("Inbox – Postrider");
    assertThat(browser.text("h2")).isEqualTo(subject);
    browser.switchTo().frame(browser.findElement(By.tagName("iframe")));
    browser.await("the mail's text", () -> browser.getPageSource().contains("wide"));
    browser.await(
        "the image is refused",
        () -> Boolean.TRUE.equals(browser.executeScript("return document.images[0].complete")));
    assertThat(browser.exists("#ran")).isFalse();
    browser.switchTo().defaultContent();
    browser.screenshots("hostile");
    browser.assertFits();
    assertThat(asked).hasValue(0);
    browser.findElement(By.id("remote")).click();
    browser.await("the image is asked for", () -> asked.get() > 0);
    elsewhere.stop(0);
  }

  private void send(String subject, String html) {
    Attachment logo =
        Attachment.builder()
            .fileName("logo.png")
            .contentType("image/png")
            .contentId("logo")
            .rawContent(SdkBytes.fromByteArray(Base64.getDecoder().decode(PIXEL)))
            .build();
    client.sendEmail(
        simpleMail(
            s ->
                s.subject(t -> t.data(subject))
                    .body(b -> b.html(h -> h.data(html)).text(t -> t.data("Plain text")))
                    .attachments(logo)));
  }

  private static String receipt() {
    return """
        <div style="max-width:560px;margin:auto;font-family:sans-serif">
        <img src="cid:logo" alt="" width="48" height="48" style="background:#0b57d0">
        <h1>Thank you</h1><p>Your order 17 left our warehouse this morning.</p>
        <table width="100%" cellpadding="8" style="border-collapse:collapse">
        <tr style="background:#eef"><th align="left">Item</th><th align="right">Price</th></tr>
        <tr><td>Teapot, blue</td><td align="right">€ 24.00</td></tr>
        <tr><td>Two cups</td><td align="right">€ 12.00</td></tr></table>
        <p><a href="https://example.com/orders/17">Follow your parcel</a></p></div>""";
  }

  private int rows() {
    return browser.findElements(By.cssSelector("#list button")).size();
  }
}
