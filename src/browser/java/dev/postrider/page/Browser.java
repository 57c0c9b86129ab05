package dev.postrider.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A real Chromium, in the places where Debian puts it and its driver.
public final class Browser extends ChromeDriver {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  private Browser(ChromeDriverService service, ChromeOptions options) {
    super(service, options);
  }

  public static Browser start() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(System.getProperty("postrider.chromium", "/usr/bin/chromium"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--window-size=1200,800");
    return new Browser(
        new ChromeDriverService.Builder()
            .usingDriverExecutable(
                Path.of(System.getProperty("postrider.chromedriver", "/usr/bin/chromedriver"))
                    .toFile())
            .build(),
        options);
  }

  /// Everything that can be operated has a name for a screen reader.
  public void assertNamed() {
    for (WebElement each : findElements(By.cssSelector("button,input,select,a,iframe"))) {
      if (!each.isDisplayed()) {
        continue;
      }
      assertThat(each.getAccessibleName()).as(each.getTagName()).isNotBlank();
    }
  }

  /// Nothing is wider than the window, on a phone neither.
  public void assertFits() {
    for (int width : new int[] {375, 1200}) {
      size(width, "light");
      Boolean fits =
          (Boolean)
              executeScript(
                  "return document.documentElement.scrollWidth <= window.innerWidth");
      assertThat(fits).as("at %d pixels", width).isTrue();
    }
  }

  /// Whether the page has such an element.
  public boolean exists(String css) {
    return !findElements(By.cssSelector(css)).isEmpty();
  }

  /// Whether such an element can be seen.
  public boolean shown(String css) {
    return findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed);
  }

  /// The visible text of the first such element.
  public String text(String css) {
    return findElement(By.cssSelector(css)).getText();
  }

  /// By the keyboard.
  public void press(String css) {
    findElement(By.cssSelector(css)).sendKeys(Keys.ENTER);
  }

  /// @param what in words, for who reads that it did not come
  public void await(String what, BooleanSupplier condition) {
    new WebDriverWait(this, Duration.ofSeconds(10), Duration.ofMillis(50))
        .withMessage(what)
        .until(_ -> condition.getAsBoolean());
  }

  /// Of both widths and colour schemes, in `target/screenshots`.
  public void screenshots(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    for (String scheme : new String[] {"dark", "light"}) {
      for (int width : new int[] {375, 1200}) {
        size(width, scheme);
        Files.write(
            SCREENSHOTS.resolve(name + "-" + width + "-" + scheme + ".png"),
            getScreenshotAs(OutputType.BYTES));
      }
    }
  }

  /// @param scheme `light` or `dark`
  public void size(int width, String scheme) {
    executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
    executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }
}
