package io.vedette.console.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The system's Chromium, driven by Playwright; nothing is downloaded. Keeps what pages complain of.
 */
final class Browser implements AutoCloseable {
  private static final Locator.WaitForOptions ATTACHED =
      new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final String AXE = axe();

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> complaints = new ArrayList<>();

  Browser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program().orElseThrow())
                    .setArgs(ARGUMENTS));
  }

  /** Skips the test where there is no Chromium. */
  static void require() {
    assumeTrue(program().isPresent(), "there is no Chromium; apt-get install chromium brings it");
  }

  /** Where Chromium is; empty where there is none. */
  private static Optional<Path> program() {
    return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
  }

  /** A page of a size, in a context of its own. */
  Page page(int width, int height, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme));
    Page page = context.newPage();
    page.setDefaultTimeout(60_000);
    page.onPageError(error -> complaints.add("error: " + error));
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    return page;
  }

  /** Errors of scripts, and what the policy of the page's content refused. */
  List<String> complaints() {
    return complaints;
  }

  /** What axe finds wrong with a page, once it has its heading, as "rule: element". */
  static List<String> violations(Page page) {
    page.locator("h1").first().waitFor(ATTACHED);
    page.evaluate(AXE);
    Object found =
        page.evaluate(
            """
            async () => {
              const all = await axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              });
              return all.violations.flatMap((one) =>
                one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`));
            }
            """);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  /** A number with one digit after the point, rounded as pages round it. */
  static String oneDigit(double number) {
    return new BigDecimal(number).setScale(1, RoundingMode.HALF_UP).toPlainString();
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
