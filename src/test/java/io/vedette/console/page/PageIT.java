package io.vedette.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import io.vedette.event.DetectionJson;
import io.vedette.fault.Program;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The console's page in a real browser before the real program. Skipped where there is no Chromium.
 * With {@code -Dvedette.screenshots=FOLDER} it keeps the pictures of the documentation there.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT extends BrowserTest {
  private static final Pattern ANY_FRAME = Pattern.compile("cam[0-9]+/.+/[0-9]+");

  @BeforeAll
  void start() throws Exception {
    choosePort();
    begin(arguments());
  }

  private List<String> arguments() {
    return List.of(
        "up",
        "--cameras",
        "2",
        "--data",
        folder.resolve("data").toString(),
        "--set",
        "console.port=" + port,
        "--set",
        "cameras.broken.url=rtsp://127.0.0.1:9/none",
        "--set",
        "cameras.cam0.url=sim:",
        "--set",
        "cameras.cam1.url=sim:",
        "--set",
        "cameras.cam0.zones.road.polygon=0,0.5 1,0.5 1,1 0,1",
        "--set",
        "alerts.rules.passers-by.when=seen");
  }

  @Test
  @Order(1)
  void shouldShowTheWallWithMovingPicturesAndTheirOwnBoxes() {
    Page page = open("/", 1280, 800, ColorScheme.DARK);

    for (String camera : List.of("cam0", "cam1")) {
      assertThat(tile(page, camera))
          .hasAttribute("data-state", Pattern.compile("live|behind"), patiently());
      Locator canvas = tile(page, camera).locator("canvas");
      assertThat(canvas).hasAttribute("data-frame", ANY_FRAME, attribute());
      String first = canvas.getAttribute("data-frame");
      await().atMost(PATIENCE).until(() -> !canvas.getAttribute("data-frame").equals(first));
      await().atMost(PATIENCE).until(() -> Integer.parseInt(canvas.getAttribute("data-boxes")) > 0);
    }
    Shots.keepAll(page, "wall");
  }

  @Test
  @Order(2)
  void shouldSayWhyACameraGivesNoPictures() {
    Page page = open("/", 1280, 800, ColorScheme.LIGHT);

    assertThat(tile(page, "broken")).hasAttribute("data-state", "offline", attribute());
    assertThat(tile(page, "broken")).containsText("Cannot be reached");
  }

  @Test
  @Order(3)
  void shouldShowOneCameraLargeAndTheMinutesBefore() {
    Page page = open("/", 1280, 800, ColorScheme.DARK);
    tile(page, "cam0").click();

    assertThat(page.getByRole(AriaRole.HEADING, named("cam0"))).isVisible();
    Locator canvas = page.locator("canvas");
    assertThat(canvas).hasAttribute("data-frame", ANY_FRAME, attribute());
    Shots.keepAll(page, "camera");
    page.keyboard().press("+");
    page.keyboard().press("Escape");
    page.getByRole(AriaRole.BUTTON, containsName("10 seconds back")).click();
    assertThat(page.locator(".pill").first()).hasText("Past", text());
    String past = canvas.getAttribute("data-frame");
    await().atMost(PATIENCE).until(() -> !canvas.getAttribute("data-frame").equals(past));
    page.getByTitle("Live").click();
    assertThat(page.locator(".pill").first()).hasText(Pattern.compile("Live|Behind"), text());

    page.keyboard().press("Escape");
    assertThat(tile(page, "cam0")).isVisible();
  }

  @Test
  @Order(4)
  void shouldHaveNothingThatAxeFindsWrong() {
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      for (String path : List.of("/", "/cameras", "/wall/cam0")) {
        Page page = open(path, 1280, 800, scheme);
        assertThat(page.getByText("cam0").first()).isVisible();
        assertThat(Browser.violations(page)).as(path + " " + scheme).isEmpty();
        page.context().close();
      }
    }
  }

  @Test
  @Order(5)
  void shouldFitAPhoneAndAWall() {
    for (int width : List.of(360, 2560)) {
      Page page = open("/", width, width == 360 ? 740 : 1440, ColorScheme.LIGHT);
      assertThat(tile(page, "cam0").locator("canvas"))
          .hasAttribute("data-frame", ANY_FRAME, attribute());
      assertNotWiderThanTheWindow(page);
      Shots.keep(page, "wall-" + width);
      page.context().close();
    }
  }

  @Test
  @Order(6)
  void shouldBeUsableByKeysAlone() {
    Page page = open("/", 1280, 800, ColorScheme.DARK);
    assertThat(tile(page, "cam0")).isVisible();
    tile(page, "cam0").focus();
    page.keyboard().press("ArrowRight");
    Locator focused = page.locator("a[data-camera]:focus");
    assertThat(focused).hasCount(1);
    String camera = focused.getAttribute("data-camera");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.HEADING, named(camera))).isVisible();
    page.keyboard().press("Escape");
    assertThat(tile(page, camera)).isVisible();

    page.keyboard().press("b");
    assertThat(page.getByRole(AriaRole.BUTTON, containsName("Boxes")))
        .hasAttribute("aria-pressed", "false");
  }

  @Test
  @Order(7)
  void shouldListWhatHappenedAndShowEachEventWithItsPicture() {
    Page page = open("/events", 1280, 800, ColorScheme.DARK);
    Locator rows = page.locator("[data-seq]");
    assertThat(rows.first()).isVisible(visible());
    assertThat(Browser.violations(page)).isEmpty();

    page.keyboard().press("j");
    Locator detail = page.locator("aside.panel");
    assertThat(detail).isVisible(visible());
    assertThat(page).hasURL(Pattern.compile(".*[?&]event=.+"));
    assertThat(Browser.violations(page)).isEmpty();
    Shots.keepAll(page, "events-detail");
    String shown = page.url();
    page.keyboard().press("Escape");
    assertThat(detail).isHidden();

    page.navigate(shown);
    assertThat(page.locator("aside.panel")).isVisible(visible());
    page.navigate(address("/events?camera=cam1"));
    assertThat(page.locator("[data-seq]").first()).isVisible(visible());
    assertNotWiderThanTheWindow(page);
    Shots.keepAll(page, "events");
  }

  /** What the present rules produce in a rehearsal is what the track role has published. */
  @Test
  @Order(8)
  void shouldRehearseRulesAsTheTrackRoleAppliesThem() {
    Page page = open("/cameras/cam0?tab=rules", 1280, 900, ColorScheme.LIGHT);
    await().atMost(PATIENCE).until(() -> published(page).size() > 6);
    List<String> published = published(page);
    JsonNode rehearsed =
        json(
            page.request()
                .post(
                    api("/cameras/cam0/rehearsals"),
                    RequestOptions.create()
                        .setHeader("Content-Type", "application/json")
                        .setData("{\"minutes\":60}")));
    List<String> present = new ArrayList<>();
    rehearsed.at("/present/events").forEach(event -> present.add(line(event)));
    String last = published.get(published.size() - 1);
    String settled = settled(present, published);
    assertThat(between(present, settled, last))
        .isEqualTo(between(published, settled, last))
        .hasSizeGreaterThan(2);
    assertThat(rehearsed.at("/proposed/total").asInt()).as("without rules").isZero();

    page.getByRole(AriaRole.BUTTON, containsName("road")).first().click();
    page.getByRole(AriaRole.SPINBUTTON).first().fill("40");
    page.getByRole(AriaRole.SPINBUTTON).first().press("Tab");
    page.getByRole(AriaRole.BUTTON, containsName("Rehearse")).click();
    Locator rehearsal = page.getByRole(AriaRole.STATUS).filter(having("events now"));
    assertThat(rehearsal)
        .containsText(Pattern.compile("[1-9]\\d* events now, \\d+ with this"), containing());
    assertThat(page.locator("svg.marks").first().locator("rect").first()).isAttached();
    assertThat(Browser.violations(page)).isEmpty();
    Shots.keepAll(page, "rehearsal");
    page.getByRole(AriaRole.SPINBUTTON).first().fill("35");
    page.getByRole(AriaRole.SPINBUTTON).first().press("Tab");
    assertThat(rehearsal).hasCount(0);
  }

  /** Events of the camera's zones, in order; each as its time and type. */
  private List<String> published(Page page) {
    String first = "/events?camera=cam0&zone=road&limit=200";
    List<String> lines = new ArrayList<>();
    JsonNode found = json(page, first);
    found.get("events").forEach(event -> lines.add(line(event)));
    while (!found.get("next").isNull()) { // a slow machine has published more than one page by now
      found = json(page, first + "&after=" + found.get("next").asText());
      found.get("events").forEach(event -> lines.add(line(event)));
    }
    Collections.reverse(lines);
    return lines;
  }

  /**
   * Some seconds after the first event of both: rules count from a second after they were written,
   * and a list of events has the newest 200.
   */
  private static String settled(List<String> one, List<String> other) {
    String first = Stream.of(one.get(0), other.get(0)).max(String::compareTo).orElseThrow();
    return DetectionJson.time(Instant.parse(first.split(" ")[0]).plusSeconds(5));
  }

  private static List<String> between(List<String> lines, String after, String before) {
    return lines.stream()
        .filter(line -> line.compareTo(after) > 0 && line.compareTo(before) < 0)
        .toList();
  }

  private static String line(JsonNode event) {
    Instant at = Instant.parse(event.get("at").asText());
    return DetectionJson.time(at) + " " + event.get("type").asText();
  }

  @Test
  @Order(8)
  void shouldMarkEventsByKeysAndUndoIt() {
    // With an end, so that no event comes in between.
    Page page = open("/events?to=" + Instant.now(), 1280, 800, ColorScheme.LIGHT);
    assertThat(page.locator("[data-seq]").first()).isVisible(visible());
    page.keyboard().press("j");
    Locator first = row(page, chosen(page));
    page.keyboard().press("r");
    assertThat(first).containsText("Reviewed", containing());
    assertThat(page.getByText("1 marked as reviewed")).isVisible(visible());
    page.keyboard().press("u");
    assertThat(first.getByText("Reviewed")).hasCount(0);

    Locator second = row(page, chosen(page));
    page.keyboard().press("x");
    page.keyboard().press("j");
    Locator third = row(page, chosen(page));
    page.keyboard().press("x");
    page.keyboard().press("r");
    assertThat(page.getByText("2 marked as reviewed")).isVisible(visible());
    assertThat(second).containsText("Reviewed", containing());
    assertThat(Browser.violations(page)).isEmpty();
    Shots.keep(page, "events-reviewed");
    await().atMost(PATIENCE).until(() -> reviewed(page) == 2);

    page.getByLabel("Not reviewed only").check();
    assertThat(page).hasURL(Pattern.compile(".*[?&]reviewed=false.*"));
    assertThat(first).isVisible(visible());
    assertThat(second).hasCount(0);
    assertThat(third).hasCount(0);
  }

  /** Hole 19: what somebody writes is shown, and nothing else happens. */
  @Test
  @Order(8)
  void shouldShowANoteAsItWasWritten() {
    Page page = open("/events", 1280, 800, ColorScheme.DARK);
    assertThat(page.locator("[data-seq]").first()).isVisible(visible());
    page.keyboard().press("j");
    String text = "<img src=x onerror=\"document.title='broken'\"> the postman";
    page.getByLabel("Write a note").fill(text);
    page.getByRole(AriaRole.BUTTON, containsName("Add note")).click();
    Locator note = page.locator("aside li p").filter(having("the postman"));
    assertThat(note).hasText(text, text());

    page.reload();
    assertThat(note).hasText(text, text());
    assertThat(page.locator("aside li img")).hasCount(0);
    assertThat(page).not().hasTitle("broken");
    assertThat(Browser.violations(page)).isEmpty();
    page.getByRole(AriaRole.BUTTON, containsName("Remove the note")).click();
    assertThat(note).hasCount(0);
  }

  private static String chosen(Page page) {
    return page.locator("[data-seq][aria-pressed='true']").getAttribute("data-seq");
  }

  private static Locator row(Page page, String number) {
    return page.locator("[data-seq='" + number + "']");
  }

  private int reviewed(Page page) {
    return json(page, "/events?reviewed=true").path("events").size();
  }

  @Test
  @Order(8)
  void shouldShowAnEventsPictureWithTheBoxesFoundInIt() {
    Page page = open("/events?type=track.started", 1280, 800, ColorScheme.DARK);
    assertThat(page.locator("[data-seq]").first()).isVisible(visible());
    page.keyboard().press("j");
    Locator picture = page.locator("aside .picture img");
    assertThat(picture).isVisible(visible());
    await()
        .atMost(PATIENCE)
        .until(() -> ((Number) picture.evaluate("image => image.naturalWidth")).intValue() > 0);
    String id = URI.create(page.url()).getRawQuery().replaceFirst("^(.*&)?event=([^&]+).*$", "$2");
    JsonNode box = json(page, "/events/" + encoded(id)).at("/record/after/box");
    Locator own = page.locator("aside .picture > i:not(.other)");
    assertThat(style(own, "left")).isCloseTo(100 * box.path("x").asDouble(), within(0.01));
    assertThat(style(own, "width")).isCloseTo(100 * box.path("w").asDouble(), within(0.01));
    assertThat(style(own, "height")).isCloseTo(100 * box.path("h").asDouble(), within(0.01));

    page.getByText("Time by stage, and all boxes").click();
    assertThat(page.locator("aside .stages")).containsText("infer", containing());
    JsonNode detection = json(page, "/events/" + encoded(id) + "/detection");
    assertThat(page.locator("aside .picture > i.other")).hasCount(detection.path("objects").size());
    assertThat(page.locator("aside .stages"))
        .containsText(Browser.oneDigit(detection.at("/latency_ms/infer").asDouble()) + " ms");
    page.getByRole(AriaRole.BUTTON, containsName("Compute again")).click();
    assertThat(page.locator("aside [data-same='true']"))
        .containsText(detection.path("objects").size() + " objects", containing());
    assertThat(Browser.violations(page)).isEmpty();
    Shots.keepAll(page, "event-detail");
  }

  @Test
  @Order(8)
  void shouldShowTheSystemByTheNumbersOfItsApi() {
    Page page = open("/system", 1280, 800, ColorScheme.LIGHT);
    Locator row = page.locator("tr[data-camera='cam0']");
    assertThat(row).isVisible(visible());
    await().atMost(PATIENCE).until(() -> shown(page, row).equals(balance(page, "cam0")));

    JsonNode system = json(page, "/system");
    for (JsonNode model : system.path("models")) {
      assertThat(page.locator("tr[data-model='" + model.path("digest").asText() + "']"))
          .containsText(model.path("device").asText(), containing());
    }
    assertThat(system.path("models")).isNotEmpty();
    Locator node = page.locator("tr[data-node]").first();
    assertThat(node).containsText("cam0", containing());
    assertThat(node).containsText("detect", containing());
    assertThat(page.locator("tr[data-group='detect'] td").last())
        .hasText(Pattern.compile("[0-9,.]+"), text());
    assertThat(page.locator("tr[data-group='console'] td").last())
        .hasText(Pattern.compile("[0-9,.]+"), text());
    assertThat(page.locator("tr[data-stage='infer']")).containsText("ms", containing());
    assertThat(page.locator("figure polyline, figure line")).hasCount(2);
    assertThat(Browser.violations(page)).isEmpty();
    Shots.keepAll(page, "system");
    page.setViewportSize(360, 740);
    assertNotWiderThanTheWindow(page);
  }

  /** Captured, inferred and difference of a camera as the page shows them. */
  private static List<Long> shown(Page page, Locator row) {
    List<String> cells = row.locator("td").allTextContents();
    return Stream.of(cells.get(0), cells.get(1), cells.get(cells.size() - 1))
        .map(text -> Long.parseLong(text.replaceAll("[^0-9-]", "")))
        .toList();
  }

  /** The same by the API, for the span of time that the page shows. */
  private List<Long> balance(Page page, String camera) {
    Locator table = page.locator("table[data-from]");
    String span = "from=%s&to=%s";
    JsonNode ledger =
        json(
            page,
            "/ledger?"
                + span.formatted(table.getAttribute("data-from"), table.getAttribute("data-to")));
    for (JsonNode balance : ledger.path("cameras")) {
      if (balance.path("camera").asText().equals(camera)) {
        return Stream.of("captured", "inferred", "difference")
            .map(field -> balance.path(field).asLong())
            .toList();
      }
    }
    return List.of();
  }

  private static String encoded(String id) {
    return URLEncoder.encode(URLDecoder.decode(id, UTF_8), UTF_8);
  }

  private static double style(Locator element, String name) {
    String value = (String) element.evaluate("(node, name) => node.style[name]", name);
    return Double.parseDouble(value.replace("%", ""));
  }

  @Test
  @Order(9)
  void shouldPlayAClipPictureByPictureKeepItAndMakeAVideoOfIt() throws Exception {
    Page page = open("/clips", 1280, 800, ColorScheme.DARK);
    ClipSteps steps = new ClipSteps(browser, page, address(""));
    String clip = steps.openOne();
    assertThat(Browser.violations(page)).isEmpty();
    Shots.keepAll(page, "clips");

    steps.shouldShowEachPictureWithItsOwnBoxes(clip);
    steps.shouldPlayByKeys();
    steps.shouldKeep(clip, "the burglar");
    assertThat(steps.secondsOfVideo()).isGreaterThan(0);
  }

  @Test
  @Order(9)
  void shouldListTheClipsOfAlertsAlone() {
    Page page = open("/clips", 1280, 800, ColorScheme.LIGHT);
    Locator clips = page.locator("button[data-clip]");
    assertThat(clips.first()).isVisible(visible());
    page.getByLabel("What clips are of").selectOption("alert");
    assertThat(page).hasURL(Pattern.compile(".*[?&]of=alert.*"));
    assertThat(clips.first()).containsText(Pattern.compile("cam[01]: .+ seen"), containing());

    clips.first().click();
    assertThat(page.locator("aside h2")).hasText(Pattern.compile("cam[01]: .+ seen.*"), text());
    assertThat(page.locator(".player canvas"))
        .hasAttribute("data-frame", Pattern.compile("[0-9]+/[0-9]+"), attribute());
    assertThat(Browser.violations(page)).isEmpty();
    Shots.keepAll(page, "clips-alerts");
    page.getByLabel("What clips are of").selectOption("track");
    assertThat(clips.first()).not().containsText("seen", containing());
  }

  @Test
  @Order(10)
  void shouldComeBackByItselfAfterTheServerWasKilled() {
    Page page = open("/", 1280, 800, ColorScheme.DARK);
    assertThat(tile(page, "cam0"))
        .hasAttribute("data-state", Pattern.compile("live|behind"), patiently());

    up.kill();
    assertThat(tile(page, "cam0")).hasAttribute("data-state", "disconnected", attribute());
    up = Program.vedette(folder, "again", arguments());

    assertThat(tile(page, "cam0"))
        .hasAttribute("data-state", Pattern.compile("live|behind"), patiently());
  }

  private static Locator tile(Page page, String camera) {
    return page.locator("a[data-camera='" + camera + "']");
  }

  private static LocatorAssertions.HasAttributeOptions patiently() {
    return new LocatorAssertions.HasAttributeOptions().setTimeout(2 * PATIENCE.toMillis());
  }
}
