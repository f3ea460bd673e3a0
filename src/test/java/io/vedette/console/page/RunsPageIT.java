package io.vedette.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * From a replay to the promotion of a shadow's model, in a real browser before the real program.
 * Skipped where there is no Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunsPageIT extends BrowserTest {
  private static final String PASSWORD = "correct horse battery";

  @BeforeAll
  void start() throws Exception {
    choosePort();
    String data = folder.resolve("data").toString();
    String console = "console.port=" + port;
    begin(List.of("up", "--cameras", "2", "--data", data, "--set", console));
    page = browser.page(1280, 900, ColorScheme.LIGHT);
    addAccounts();
  }

  /** An admin, and a viewer whom that one adds. */
  private void addAccounts() {
    assertThat(post("/accounts", account("anna", "admin"), "").status()).isEqualTo(201);
    logIn("anna");
    assertThat(post("/accounts", account("vera", "viewer"), proof()).status()).isEqualTo(201);
  }

  private static String account(String name, String role) {
    return "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}".formatted(name, PASSWORD, role);
  }

  private APIResponse post(String path, String body, String proof) {
    RequestOptions options =
        RequestOptions.create().setHeader("Content-Type", "application/json").setData(body);
    return page.request()
        .post(api(path), proof.isEmpty() ? options : options.setHeader("X-Vedette-Page", proof));
  }

  private void logIn(String name) {
    go("/");
    field("Name").fill(name);
    field("Password").fill(PASSWORD);
    button("Log in").click();
    assertThat(link(name)).isVisible(visible());
  }

  @Test
  @Order(1)
  void shouldReplayWithAnotherModel() {
    await().atMost(PATIENCE).until(() -> run("live").path("frames").asInt() > 60);
    go("/runs");
    assertThat(row("live")).containsText("running", containing());
    button("Start a run …").click();
    assertThat(heading("Start a run")).isVisible();
    assertAccessible("the dialog");
    field("Name").fill("again");
    modelChoice().selectOption(model("int8"));
    Shots.keepAll(page, "run-start");
    button("Start").click();

    assertThat(page.getByText("again has been started.")).isVisible(visible());
    assertThat(row("again")).hasAttribute("data-state", "ended", attribute());
    assertThat(row("again")).containsText(model("int8"), containing());
    assertAccessible("runs");
    Shots.keepAll(page, "runs");
  }

  /** What the page shows is what the API says of the same two runs. */
  @Test
  @Order(2)
  void shouldShowWhereTwoRunsDifferPictureByPicture() {
    go("/runs");
    page.locator("main form select").last().selectOption("again");
    button("Compare").click();
    assertThat(page).hasURL(Pattern.compile(".*/runs/live/again$"));
    Locator canvases = page.locator("figure canvas");
    assertThat(canvases).hasCount(2);
    assertThat(canvases.first()).hasAttribute("data-frame", Pattern.compile("cam.+"), attribute());
    JsonNode diff = json("/runs/live/diff/again");
    assertThat(diff.path("differences")).isNotEmpty();
    assertShown(diff.at("/differences/0"));
    String first = canvases.first().getAttribute("data-frame");
    Object colours = canvases.first().evaluate(COLOURS);
    assertThat(((Number) colours).intValue()).as("colours of the picture").isGreaterThan(50);
    for (JsonNode label : diff.path("labels")) {
      String name = label.path("label").asText();
      assertThat(page.locator("tr[data-label='" + name + "']"))
          .containsText(Browser.oneDigit(100 * label.path("agreement").asDouble()) + " %");
    }
    assertAccessible("the comparison");
    Shots.keepAll(page, "runs-compared");

    page.keyboard().press("ArrowRight");
    assertThat(canvases.first()).not().hasAttribute("data-frame", first, attribute());
    assertShown(diff.at("/differences/1"));
    page.keyboard().press("k");
    assertThat(canvases.first()).hasAttribute("data-frame", first, attribute());
    page.setViewportSize(360, 740);
    assertNotWiderThanTheWindow(page);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertAccessible("on a phone, dark");
    Shots.keep(page, "runs-compared-phone");
    go("/runs");
    assertThat(row("again")).isVisible(visible());
    assertNotWiderThanTheWindow(page);
    page.setViewportSize(1280, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private static final String COLOURS =
      """
      (canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set();
        for (let i = 0; i < data.length; i += 16) {
          seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        }
        return seen.size;
      }
      """;

  private void assertShown(JsonNode difference) {
    Locator canvases = page.locator("figure canvas");
    String frame = difference.path("frame").asText();
    for (String side : List.of("first", "second")) {
      Locator canvas = side.equals("first") ? canvases.first() : canvases.last();
      String alone = difference.path(side.equals("first") ? "lost" : "added").asText();
      assertThat(canvas).hasAttribute("data-frame", frame, attribute());
      assertThat(canvas).hasAttribute("data-boxes", "" + difference.path(side).size());
      assertThat(canvas).hasAttribute("data-alone", alone);
    }
  }

  @Test
  @Order(3)
  void shouldPromoteAShadowsModelBehindAConfirmation() {
    go("/runs");
    String digest = model("int8");
    Locator promote = page.locator("tr[data-model='" + digest + "']").getByRole(AriaRole.BUTTON);
    assertThat(promote).isDisabled();
    button("Start a run …").click();
    page.getByLabel("Shadow: new frames of all cameras").check();
    field("Name").fill("next");
    modelChoice().selectOption(digest);
    button("Start").click();
    assertThat(row("next")).hasAttribute("data-state", "running", attribute());
    assertThat(promote)
        .isEnabled(new LocatorAssertions.IsEnabledOptions().setTimeout(PATIENCE.toMillis()));

    promote.click();
    assertThat(button("Promote")).isDisabled();
    assertAccessible("the confirmation");
    page.getByLabel("Type the model's digest to confirm").fill(digest);
    Shots.keep(page, "promote");
    button("Promote").click();
    assertThat(page.getByText("is the live model now")).isVisible(visible());
    assertThat(row("next")).hasAttribute("data-state", "live", attribute());

    JsonNode audit = json("/audit").path("records");
    JsonNode record = audit.get(0);
    assertThat(record.path("operation").asText()).isEqualTo("promoteModel");
    assertThat(record.path("subject").asText()).isEqualTo(digest);
    assertThat(record.path("name").asText()).isEqualTo("anna");
    assertThat(audit.findValuesAsText("operation")).contains("startRun");
    await()
        .atMost(PATIENCE)
        .until(() -> run("live").path("models").findValuesAsText("digest").contains(digest));
  }

  @Test
  @Order(4)
  void shouldShowAViewerNothingOfRuns() {
    button("Log out").click();
    assertThat(heading("Log in")).isVisible(visible());
    logIn("vera");
    assertThat(link("Runs")).hasCount(0);
    go("/runs");
    assertThat(heading("There is no such page")).isVisible(visible());
    for (String path : List.of("/runs", "/models", "/runs/live/diff/again")) {
      assertThat(page.request().get(api(path)).status()).as(path).isEqualTo(403);
    }
    String digest = "0123456789ab";
    String body = "{\"digest\":\"%s\"}".formatted(digest);
    assertThat(post("/models/" + digest + ":promote", body, proof()).status()).isEqualTo(403);
  }

  private JsonNode run(String name) {
    for (JsonNode run : json("/runs").path("runs")) {
      if (run.path("name").asText().equals(name)) {
        return run;
      }
    }
    return MissingNode.getInstance();
  }

  /** The digest of the model whose name contains a word. */
  private String model(String word) {
    List<String> found = new ArrayList<>();
    for (JsonNode model : json("/models").path("models")) {
      if (model.path("name").asText().contains(word)) {
        found.add(model.path("digest").asText());
      }
    }
    return found.get(0);
  }

  private Locator row(String run) {
    return page.locator("tr[data-run='" + run + "']");
  }

  private Locator modelChoice() {
    return page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.COMBOBOX);
  }
}
