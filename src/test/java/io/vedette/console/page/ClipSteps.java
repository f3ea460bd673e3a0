package io.vedette.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.vedette.console.page.BrowserTest.PATIENCE;
import static io.vedette.console.page.BrowserTest.attribute;
import static io.vedette.console.page.BrowserTest.containing;
import static io.vedette.console.page.BrowserTest.containsName;
import static io.vedette.console.page.BrowserTest.json;
import static io.vedette.console.page.BrowserTest.named;
import static io.vedette.console.page.BrowserTest.visible;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Base64;
import java.util.regex.Pattern;

/** What somebody does on the page of clips. */
final class ClipSteps {
  private final Browser browser;
  private final Page page;
  private final String address;
  private final Locator canvas;

  ClipSteps(Browser browser, Page page, String address) {
    this.browser = browser;
    this.page = page;
    this.address = address;
    this.canvas = page.locator(".player canvas");
  }

  /** Opens the oldest clip of the list, once there is one; gives its name in the list. */
  String openOne() {
    Locator clips = page.locator("button[data-clip]");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              page.reload();
              page.waitForTimeout(1000);
              return clips.count() > 0;
            });
    String clip = clips.last().getAttribute("data-clip");
    clips.last().click();
    assertThat(canvas).hasAttribute("data-frame", Pattern.compile("[0-9]+/[0-9]+"), attribute());
    return clip;
  }

  /** Steps by keys; each picture has the boxes that the API has of that very one. */
  void shouldShowEachPictureWithItsOwnBoxes(String clip) {
    int slash = clip.lastIndexOf('/');
    String path =
        "/api/v1/cameras/" + clip.substring(0, slash) + "/clips/" + clip.substring(slash + 1);
    JsonNode pictures = json(page.request().get(address + path)).get("pictures");
    page.evaluate("() => document.activeElement.blur()");
    for (int i = 1; i < Math.min(6, pictures.size()); i++) {
      JsonNode picture = pictures.get(i);
      page.keyboard().press("ArrowRight");
      assertThat(canvas)
          .hasAttribute(
              "data-frame",
              picture.get("session").asLong() + "/" + picture.get("sequence").asLong(),
              attribute());
      assertThat(canvas)
          .hasAttribute(
              "data-boxes", picture.get("boxes").isNull() ? "" : "" + picture.get("boxes").size());
    }
  }

  void shouldPlayByKeys() {
    page.keyboard().press("Home");
    page.keyboard().press("+");
    String stopped = canvas.getAttribute("data-frame");
    page.keyboard().press(" ");
    await().atMost(PATIENCE).until(() -> !canvas.getAttribute("data-frame").equals(stopped));
  }

  void shouldKeep(String clip, String name) {
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
    page.getByRole(AriaRole.BUTTON, named("Keep")).click();
    assertThat(page.locator(".player"))
        .containsText("Kept as “" + name + "” by local.", containing());
    Page other = browser.page(1280, 800, ColorScheme.LIGHT);
    other.navigate(address + "/clips?kept=1");
    assertThat(other.locator("button[data-clip='" + clip + "']")).containsText(name, containing());
    other.context().close();
  }

  /** Has a video made and gives its length, by a browser that can play it. */
  double secondsOfVideo() {
    page.getByRole(AriaRole.BUTTON, containsName("Make a video")).click();
    Locator save = page.getByRole(AriaRole.LINK, containsName("Save the video"));
    assertThat(save).isVisible(visible());
    byte[] mp4 = page.request().get(address + save.getAttribute("href")).body();
    Page blank = browser.page(640, 360, ColorScheme.LIGHT);
    Object length =
        blank.evaluate(
            """
            async (source) => {
              const video = document.createElement('video');
              video.src = 'data:video/mp4;base64,' + source;
              video.muted = true;
              await video.play();
              return video.videoWidth > 0 ? video.duration : 0;
            }
            """,
            Base64.getEncoder().encodeToString(mp4));
    blank.context().close();
    return ((Number) length).doubleValue();
  }
}
