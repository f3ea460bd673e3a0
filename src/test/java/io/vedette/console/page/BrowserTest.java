package io.vedette.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.vedette.fault.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The base of tests of the console's page in a real browser before the real program. Before its
 * tests a class calls {@link #choosePort} and {@link #begin}. Skipped where there is no Chromium.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {
  /** The longest wait for what depends on the machine's speed. */
  static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  Browser browser;
  Program up;
  int port;

  /** The page of tests that use one; the others {@link #open} one each. */
  Page page;

  /** Starts the program and the browser; the console's port is free. */
  void begin(List<String> arguments) {
    up = Program.vedette(folder, "up", arguments);
    browser = new Browser();
    await().atMost(PATIENCE).until(() -> up.log().contains("the console is at"));
  }

  /** Chooses the console's port; skips the tests where there is no Chromium. */
  void choosePort() throws IOException {
    Browser.require();
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void shouldHaveNoComplaints() {
    if (browser != null) {
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @AfterAll
  void stopBrowserAndProgram() {
    if (browser != null) {
      browser.close();
    }
    if (up != null) {
      up.close();
    }
  }

  Page open(String path, int width, int height, ColorScheme scheme) {
    Page opened = browser.page(width, height, scheme);
    opened.navigate(address(path));
    return opened;
  }

  void go(String path) {
    page.navigate(address(path));
  }

  String address(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  String api(String path) {
    return address("/api/v1" + path);
  }

  /** The answer of the console's API, as a page's session sees it. */
  JsonNode json(Page in, String path) {
    return json(in.request().get(api(path)));
  }

  /** The same in the one page. */
  JsonNode json(String path) {
    return json(page, path);
  }

  static JsonNode json(APIResponse answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The proof that changes need besides the session's cookie. */
  String proof() {
    return json("/me").path("proof").asText();
  }

  void assertAccessible(String what) {
    assertThat(Browser.violations(page)).as(what).isEmpty();
  }

  static void assertNotWiderThanTheWindow(Page shown) {
    Object overflow = shown.evaluate("() => document.documentElement.scrollWidth - innerWidth");
    assertThat(((Number) overflow).intValue()).isLessThanOrEqualTo(0);
  }

  /** The first field whose label contains a text. */
  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(false)).first();
  }

  Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, named(name));
  }

  Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, named(name)).first();
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, named(name));
  }

  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  static Page.GetByRoleOptions containsName(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  static LocatorAssertions.IsVisibleOptions visible() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE.toMillis());
  }

  static LocatorAssertions.ContainsTextOptions containing() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE.toMillis());
  }

  static LocatorAssertions.HasAttributeOptions attribute() {
    return new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE.toMillis());
  }

  static LocatorAssertions.HasTextOptions text() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE.toMillis());
  }
}
