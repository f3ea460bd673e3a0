package io.vedette.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import io.vedette.console.account.OidcProvider;
import io.vedette.fault.Program;
import io.vedette.geometry.Size;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the first set-up to a camera with a zone and a viewer who may only look, in a real browser
 * before the real program. Skipped where there is no Chromium.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManagePageIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern TOKEN = Pattern.compile("with the token ([A-Za-z0-9_-]{43}) ");

  @TempDir static Path folder;
  private Browser browser;
  private Program up;
  private Simulator street;
  private OidcProvider provider;
  private int port;
  private Page page;

  @BeforeAll
  void start() throws Exception {
    assumeTrue(
        Browser.program().isPresent(), "there is no Chromium; apt-get install chromium brings it");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    street =
        new Simulator(
            SimulatorSettings.of(1, 0, new Size(640, 360), 10), TestSupervision.essential());
    street.start();
    provider = new OidcProvider("http://127.0.0.1:" + port + "/oidc", InstantSource.system());
    up = Program.vedette(folder, "up", arguments());
    browser = new Browser();
    await().atMost(PATIENCE).until(() -> up.log().contains("the console is at"));
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

  @AfterEach
  void shouldHaveNoComplaints() {
    if (browser != null) {
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (up != null) {
      up.close();
    }
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

    assertThat(page.getByRole(AriaRole.LINK, named("anna"))).isVisible();
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
        .hasAttribute(
            "data-state",
            Pattern.compile("live|behind"),
            new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE.toMillis()));
  }

  @Test
  @Order(3)
  void shouldSayWhyACameraGivesNoPicture() {
    go("/cameras/new");
    field("Name").fill("broken");
    field("Address").fill("rtsp://127.0.0.1:9/none");
    button("Test the connection").click();
    assertThat(page.getByRole(AriaRole.STATUS).filter(containing("Cannot be reached")))
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
    assertThat(page.getByRole(AriaRole.STATUS).filter(containing("Saved at"))).isVisible(visible());

    assertThat(camera("gate").at("/settings/zones/zone-1/polygon").asText()).startsWith("0.1,0.3");
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
    assertThat(page.getByRole(AriaRole.STATUS).filter(containing("Saved at"))).isVisible(visible());
    assertThat(camera("gate").at("/settings/lines/line-1/points").asText()).isNotEmpty();
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
    assertThat(page.getByRole(AriaRole.BUTTON, named("Change vera"))).isVisible(visible());
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
    assertThat(page.getByRole(AriaRole.LINK, named("vera"))).isVisible(visible());

    go("/cameras");
    assertThat(card("gate")).isVisible(visible());
    assertThat(page.getByRole(AriaRole.LINK, named("Add camera"))).hasCount(0);
    assertThat(page.getByRole(AriaRole.LINK, named("Accounts"))).hasCount(0);
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
      assertThat(page.getByRole(AriaRole.LINK, named("vera"))).isVisible(visible());
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

    assertThat(page.getByRole(AriaRole.LINK, named("anna (localhost)"))).isVisible(visible());
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
    assertThat(json(page.request().get(api("/me"))).path("role").asText()).isEqualTo("nobody");
  }

  private void draw(double x, double y) {
    BoundingBox box = page.getByRole(AriaRole.APPLICATION).boundingBox();
    page.mouse().click(box.x + x * box.width, box.y + y * box.height);
  }

  private void patch(String camera, String body) {
    String proof = json(page.request().get(api("/me"))).path("proof").asText();
    APIResponse changed =
        page.request()
            .patch(
                api("/cameras/" + camera),
                RequestOptions.create()
                    .setHeader("X-Vedette-Page", proof)
                    .setHeader("If-Match", "*")
                    .setHeader("Content-Type", "application/json")
                    .setData(body));
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
  }

  private JsonNode camera(String id) {
    return json(page.request().get(api("/cameras/" + id)));
  }

  private static JsonNode json(APIResponse answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertAccessible(String what) {
    assertThat(Browser.violations(page)).as(what).isEmpty();
  }

  private void go(String path) {
    page.navigate("http://127.0.0.1:" + port + path);
  }

  private String api(String path) {
    return "http://127.0.0.1:" + port + "/api/v1" + path;
  }

  private Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(false)).first();
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, named(name));
  }

  private Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, named(name)).first();
  }

  private Locator card(String camera) {
    return page.getByRole(AriaRole.LISTITEM).filter(containing(camera));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByRoleOptions containsName(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Locator.FilterOptions containing(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static LocatorAssertions.IsVisibleOptions visible() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE.toMillis());
  }

  private static LocatorAssertions.ContainsTextOptions containing() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE.toMillis());
  }
}
