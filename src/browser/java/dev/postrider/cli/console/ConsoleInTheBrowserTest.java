package dev.postrider.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.bench.Prices;
import dev.postrider.cli.output.Place;
import dev.postrider.page.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/// The console's page over answers in the shapes of the commands'.
///
/// Pictures of it lie in `target/screenshots`; `docs/console.png` is `console-1200-light.png`.
class ConsoleInTheBrowserTest {
  private final List<List<String>> asked = new CopyOnWriteArrayList<>();
  private volatile Instant now = Instant.now();
  private volatile String problem = "";
  private ConsoleServer console;
  private Browser browser;

  @BeforeEach
  void open() {
    InstantSource settable = () -> now;
    Clock clock = settable.withZone(ZoneOffset.UTC);
    console =
        ConsoleServer.start(
            0,
            new ConsoleAnswers(
                new Place("mail", "123456789012", "eu-central-1", 0),
                Prices.read(),
                6,
                new Runbook(Path.of("docs/runbook.md")),
                this::answer,
                clock));
    browser = Browser.start();
    browser.get(console.address().toString());
    browser.await("the queues", () -> browser.exists("#pipeline table"));
  }

  @AfterEach
  void quit() {
    browser.quit();
    console.close();
  }

  private String answer(List<String> words) {
    asked.add(words);
    if (!problem.isEmpty()) {
      return problem;
    }
    return switch (String.join(" ", words.subList(0, Math.min(2, words.size())))) {
      case "status --json" ->
          """
          {"stack":"mail","at":"%s","queues":[
          {"name":"mail-MailQueue","waiting":417,"inFlight":10,"delayed":52,"oldestSeconds":310},
          {"name":"mail-BulkQueue","waiting":0,"inFlight":0,"delayed":0},
          {"name":"mail-RejectedQueue","waiting":3,"inFlight":0,"delayed":0,"oldestSeconds":7260},
          {"name":"mail-HeldQueue","unread":"AccessDenied"},
          {"name":"mail-MailDeadLetterQueue","waiting":0,"inFlight":0,"delayed":0},
          {"name":"mail-FeedbackDeadLetterQueue","waiting":0,"inFlight":0,"delayed":0}],
          "pace":{"pausedTenants":[],"ratePerSecond":12.6,"ceilingPerSecond":12.6,"bookedSeconds":4,
          "breakerOpen":true,"breakerReason":"MANUAL: wrong prices","breakerSince":"%1$s"},
          "account":{"max24HourSend":50000.0,"maxSendRate":14.0,"sentLast24Hours":20721.0,
          "sendingEnabled":true,"enforcement":"HEALTHY","quotaShare":0.41442},
          "identity":{"name":"example.com","verified":true,"dkim":"SUCCESS","mailFrom":"SUCCESS"},
          "mailEventSource":{"state":"Disabled"},"bulkEventSource":{"state":"Disabled"},
          "alarms":{"inAlarm":["mail-breaker-open"],"descriptions":{"mail-breaker-open":"Nothing is\
           sent. First: ./postrider status says which. docs/runbook.md#breaker-open"}}}"""
              .formatted(now.minusSeconds(3));
      case "show --json" ->
          """
          {"id":"order-7","counts":{"BOUNCED":1},"units":[{"key":"order-7","status":"BOUNCED",
          "statusReason":"Permanent/General","state":"SENT","text":"<b>as text</b>",
          "recipients":{"3f9c":"BOUNCED"},"history":[
          {"at":"2026-11-24T08:00:00Z","what":"FIRST_KNOWN","reason":"receipts"},
          {"at":"2026-11-24T08:00:01Z","what":"SENT"},
          {"at":"2026-11-24T08:00:09Z","what":"BOUNCED","reason":"Permanent/General",
          "recipient":"3f9c"}]}],"copies":[],"unseen":[],"mayBe":[]}""";
      case "suppressions show" ->
          """
          {"address":"jane@example.com","hash":"3f9c","scopes":[{"scope":"*","suppressed":
          {"address":"jane@example.com","scope":"*","reason":"HARD_BOUNCE"},"facts":
          {"HARD_BOUNCE":"2026-11-24T08:00:09Z"}}]}""";
      case "suppressions list" ->
          """
          {"partial":true,"suppressions":[{"address":"jane@example.com","scope":"*",
          "reason":"HARD_BOUNCE","since":"2026-11-24T08:00:09Z"}]}""";
      case "rejected show" ->
          """
          [{"id":"order-8","messageId":"m","stream":"receipts","entries":"","reason":"MALFORMED",
          "problems":"/subject: is missing","since":"2026-11-24T08:00:00Z",
          "firstSeen":"2026-11-24T08:00:00Z","receives":1,"bytes":114,
          "advice":"The producer must change what is named above."}]""";
      default -> "[]";
    };
  }

  private void refresh() {
    now = now.plusSeconds(60);
    browser.executeScript("return refresh()");
  }

  @Test
  void theStackIsSeenAtOnceAndTheRestByKeyboard() throws IOException {
    assertThat(browser.getTitle()).isEqualTo("mail – Postrider console");
    assertThat(browser.text("#place")).isEqualTo("stack mail, account 123456789012, eu-central-1");
    assertThat(browser.text("#price")).contains("every 30 s", "an hour costs about 0.0075 USD");
    assertThat(browser.text("#state")).startsWith("Read ").endsWith(" s ago");
    assertThat(browser.text("#pipeline"))
        .contains("Nothing is sent: MANUAL: wrong prices.", "417", "5 min 10 s", "2 h 1 min")
        .contains("AccessDenied", "0.414");
    assertThat(browser.text("#alarms summary"))
        .startsWith("mail-breaker-open Nothing is sent. First: ./postrider status");
    browser.findElement(By.cssSelector("#alarms summary")).sendKeys(Keys.ENTER);
    browser.await("the section", () -> browser.shown("#alarms pre"));
    assertThat(browser.text("#alarms pre")).contains("What to do.", "./postrider resume");
    browser.findElement(By.cssSelector("#alarms summary")).sendKeys(Keys.ENTER);
    browser.screenshots("console");

    browser.findElement(By.name("id")).sendKeys("order-7", Keys.ENTER);
    browser.await("the timeline", () -> browser.exists("#unit table"));
    assertThat(browser.text("#unit"))
        .contains("<b>as text</b>", "FIRST_KNOWN", "2026-11-24T08:00:01Z (");
    assertThat(browser.switchTo().activeElement().getAttribute("id")).isEqualTo("unit");

    browser.press("[data-ask=suppressions] button");
    browser.await("the list", () -> browser.text("#suppressions").contains("there are more"));
    browser.findElement(By.name("address")).sendKeys("jane@example.com", Keys.ENTER);
    browser.await("the facts", () -> browser.text("#suppressions").contains("3f9c"));
    browser.press("[value=rejected]");
    browser.await("the reason", () -> browser.text("#waiting").contains("/subject: is missing"));
    browser.press("[value=held]");
    browser.await("none", () -> browser.text("#waiting").endsWith("None."));

    assertThat(browser.getCurrentUrl()).isEqualTo(console.address().toString());
    assertThat(asked.subList(1, asked.size()))
        .containsExactly(
            List.of("show", "--json", "--", "order-7"),
            List.of("suppressions", "list", "--json"),
            List.of("suppressions", "show", "--json", "--", "jane@example.com"),
            List.of("rejected", "show", "--json"),
            List.of("held", "show", "--json"));
    browser.assertNamed();
    browser.assertFits();
  }

  @Test
  void whatFailsIsASentenceAboveTheLastFiguresAndAHiddenPageAsksNothing() {
    problem = "{\"problem\":\"The security token is expired.\"}";
    refresh();
    browser.await("the sentence", () -> browser.shown("#problem"));
    assertThat(browser.text("#fault"))
        .startsWith("The security token is expired. What is below is ")
        .endsWith(" old.");
    assertThat(browser.text("#pipeline")).contains("417");

    problem = "";
    browser.executeScript("document.querySelector('#alarms summary').focus()");
    refresh();
    browser.await("all well", () -> !browser.shown("#fault"));
    assertThat(browser.switchTo().activeElement().getTagName()).isEqualTo("summary");
    browser.executeScript("document.querySelector('#pipeline .scroll').focus()");
    refresh();
    assertThat(browser.switchTo().activeElement().getAttribute("class")).isEqualTo("scroll");

    int before = asked.size();
    browser.executeScript("Object.defineProperty(document, 'hidden', { value: true })");
    refresh();
    assertThat(asked).hasSize(before);
  }
}
