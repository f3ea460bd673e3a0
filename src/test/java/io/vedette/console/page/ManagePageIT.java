package io.vedette.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import io.vedette.console.account.OidcProvider;
import io.vedette.geometry.Size;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * From the first set-up to a camera with a zone and a viewer who may only look, in a real browser
 * before the real program. Skipped where there is no Chromium.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManagePageIT extends BrowserTest {
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern TOKEN = Pattern.compile("with the token ([A-Za-z0-9_-]{43}) ");

  private Simulator street;
  private OidcProvider provider;

  @BeforeAll
  void start() throws Exception {
    choosePort();
    street =
        new Simulator(
            SimulatorSettings.of(1, 0, new Size(640, 360), 10), TestSupervision.essential());
    street.start();
    provider = new OidcProvider("http://127.0.0.1:" + port + "/oidc", InstantSource.system());
    begin(arguments());
    page = browser.page(1280, 900, ColorScheme.LIGHT);
  }

  private List<String> arguments() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), OidcProvider.SECRET);
    String data = folder.resolve("data").toString();
    List<String> arguments = new ArrayList<>(List.of("up", "--data", data, "--cameras", "1"));
    for (String setting :
        List.of(
            "login.always=true",
            "port=" + port,
            "login.oidc.issuer=" + provider.issuer(),
            "login.oidc.client-id=" + OidcProvider.CLIENT,
            "login.oidc.client-secret=${file:" + secret + "}",
            "login.oidc.address=http://127.0.0.1:" + port,
            "login.oidc.title=the company",
            "login.oidc.claims.admins=vedette-admins")) {
      arguments.addAll(List.of("--set", "console." + setting));
    }
    return arguments;
  }

  @AfterAll
  void stopStreetAndProvider() {
    if (street != null) {
      street.close();
    }
    if (provider != null) {
      provider.close();
    }
  }

  @Test
  @Order(1)
  void shouldSetUpTheFirstAccountByTheTokenOfTheLog() {
    go("/");
    assertThat(heading("Set up Vedette")).isVisible();
    assertAccessible("set-up");
    field("Token from the log").fill("x".repeat(43));
    field("Name").fill("anna");
    field("Password").fill(PASSWORD);
    button("Create the account").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("token");

    Matcher token = TOKEN.matcher(up.log());
    assertThat(token.find()).isTrue();
    field("Token from the log").fill(token.group(1));
    field("Password").fill(PASSWORD);
    button("Create the account").click();

    assertThat(link("anna")).isVisible();
    Shots.keep(page, "first-wall");
  }

  @Test
  @Order(2)
  void shouldTestAndAddACamera() {
    go("/cameras/new");
    assertAccessible("a new camera");
    field("Name").fill("gate");
    field("Address").fill(street.rtspUrl("cam0"));
    button("Test the connection").click();
    assertThat(page.getByText("Connected. This is its picture.")).isVisible(visible());
    assertThat(page.getByAltText("First picture of the camera")).isVisible();
    Shots.keep(page, "camera-test");
    button("Add").click();

    assertThat(heading("gate")).isVisible(visible());
    go("/cameras");
    assertThat(card("gate")).containsText("Live", containing());
    go("/");
    assertThat(page.locator("a[data-camera='gate']"))
        .hasAttribute("data-state", Pattern.compile("live|behind"), attribute());
  }

  @Test
  @Order(3)
  void shouldSayWhyACameraGivesNoPicture() {
    go("/cameras/new");
    field("Name").fill("broken");
    field("Address").fill("rtsp://127.0.0.1:9/none");
    button("Test the connection").click();
    assertThat(page.getByRole(AriaRole.STATUS).filter(having("Cannot be reached")))
        .isVisible(visible());
    field("Address").fill("file:/etc/passwd");
    button("Add").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("url", containing());
    field("Address").fill("rtsp://127.0.0.1:9/none");
    button("Add").click();
    go("/cameras");
    assertThat(card("broken")).containsText("Cannot be reached", containing());
  }

  @Test
  @Order(4)
  void shouldKeepAZoneThatIsDrawn() {
    go("/cameras/gate?tab=rules");
    button("Zone").click();
    draw(0.2, 0.3);
    draw(0.8, 0.3);
    draw(0.8, 0.9);
    draw(0.2, 0.9);
    button("Done").click();
    page.keyboard().press("Control+z");
    assertThat(page.getByRole(AriaRole.SPINBUTTON)).hasCount(0);
    page.keyboard().press("Control+Shift+z");
    page.getByRole(AriaRole.BUTTON, containsName("zone-1")).first().click();
    assertThat(page.getByRole(AriaRole.SPINBUTTON)).hasCount(8);
    page.getByRole(AriaRole.SPINBUTTON).first().fill("10");
    page.getByRole(AriaRole.SPINBUTTON).first().press("Tab");
    assertAccessible("the editor");
    Shots.keep(page, "zone-editor");
    button("Save").click();
    assertThat(page.getByRole(AriaRole.STATUS).filter(having("Saved at"))).isVisible(visible());

    assertThat(json("/cameras/gate").at("/settings/zones/zone-1/polygon").asText())
        .startsWith("0.1,0.3");
    page.reload();
    assertThat(page.getByRole(AriaRole.BUTTON, containsName("zone-1")).first())
        .isVisible(visible());
  }

  @Test
  @Order(5)
  void shouldShowAConflictAndLoseNothing() {
    go("/cameras/gate?tab=rules");
    button("Line").click();
    button("Place in the middle").click();
    patch("gate", "{\"settings\":{\"fps\":3}}");
    button("Save").click();

    assertThat(heading("Changed meanwhile")).isVisible(visible());
    button("Save mine over it").click();
    assertThat(page.getByRole(AriaRole.STATUS).filter(having("Saved at"))).isVisible(visible());
    assertThat(json("/cameras/gate").at("/settings/lines/line-1/points").asText()).isNotEmpty();
  }

  @Test
  @Order(6)
  void shouldAddAViewerWhoMayOnlyLook() {
    go("/accounts");
    button("Add account").click();
    field("Name").fill("vera");
    field("New password, 10 characters or more").fill(PASSWORD);
    assertAccessible("accounts");
    button("Save").click();
    assertThat(button("Change vera")).isVisible(visible());
    go("/account");
    assertThat(heading("Tokens")).isVisible();
    assertAccessible("the own account");

    button("Log out").click();
    assertThat(heading("Log in")).isVisible(visible());
    assertAccessible("login");
    field("Name").fill("Vera");
    field("Password").fill("not her password");
    button("Log in").click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    field("Password").fill(PASSWORD);
    button("Log in").click();
    assertThat(link("vera")).isVisible(visible());

    go("/cameras");
    assertThat(card("gate")).isVisible(visible());
    assertThat(link("Add camera")).hasCount(0);
    assertThat(link("Accounts")).hasCount(0);
    assertThat(page.request().get(api("/accounts")).status()).isEqualTo(403);
    assertThat(page.content()).doesNotContain("rtsp://");
    go("/cameras/gate");
    assertThat(heading("Cameras")).isVisible();
  }

  /** Hole 30: after a login only places of this page are gone to. */
  @Test
  @Order(7)
  void shouldStayHereAfterALogin() {
    for (String next : List.of("//evil.example/", "https://evil.example/", "/%5Cevil.example")) {
      go("/");
      button("Log out").click();
      assertThat(heading("Log in")).isVisible(visible());
      go("/?next=" + next);
      field("Name").fill("vera");
      field("Password").fill(PASSWORD);
      button("Log in").click();
      assertThat(link("vera")).isVisible(visible());
      assertThat(URI.create(page.url()).getAuthority()).isEqualTo("127.0.0.1:" + port);
    }
  }

  /** Through a provider on another site, and out of it again. */
  @Test
  @Order(8)
  void shouldLogInByAProvider() {
    go("/");
    button("Log out").click();
    assertThat(heading("Log in")).isVisible(visible());
    go("/events?zone=zone-1");
    assertAccessible("login with a provider");
    Shots.keep(page, "login");
    button("Log in by the company").click();
    assertThat(heading("Who are you?")).isVisible(visible());
    button("I am anna").click();

    assertThat(link("anna (localhost)")).isVisible(visible());
    assertThat(page.url()).endsWith("/events?zone=zone-1");
    go("/account");
    assertThat(heading("Tokens")).isVisible(visible());
    assertThat(heading("Password")).hasCount(0);

    button("Log out").click();
    assertThat(heading("Log in")).isVisible(visible());
    assertThat(page.url()).isEqualTo("http://127.0.0.1:" + port + "/");
    provider.tellNoGroups();
    button("Log in by the company").click();
    button("I am anna").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("gives you no role here", containing());
    assertThat(page.url()).isEqualTo("http://127.0.0.1:" + port + "/");
    assertThat(json("/me").path("role").asText()).isEqualTo("nobody");
  }

  private void draw(double x, double y) {
    BoundingBox box = page.getByRole(AriaRole.APPLICATION).boundingBox();
    page.mouse().click(box.x + x * box.width, box.y + y * box.height);
  }

  private void patch(String camera, String body) {
    APIResponse changed =
        page.request()
            .patch(
                api("/cameras/" + camera),
                RequestOptions.create()
                    .setHeader("X-Vedette-Page", proof())
                    .setHeader("If-Match", "*")
                    .setHeader("Content-Type", "application/json")
                    .setData(body));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
  }

  private Locator card(String camera) {
    return page.getByRole(AriaRole.LISTITEM).filter(having(camera));
  }
}
