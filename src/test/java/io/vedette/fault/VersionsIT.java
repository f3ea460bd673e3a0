package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Nodes of a former version and of the present one side by side, then replaced one by one in the
 * order of {@code docs/operations.md}: nothing is lost and nothing comes twice.
 *
 * <p>{@code -Dvedette.former=FOLDER} names the {@code target} folder of the former version.
 */
@Tag("faults")
@EnabledIfSystemProperty(
    named = "vedette.former",
    matches = ".+",
    disabledReason = "needs a former version: -Dvedette.former=its target folder")
@Tag("alone")
class VersionsIT extends FaultTest {
  private static final Path FORMER = Path.of(System.getProperty("vedette.former", ""));

  @Test
  void shouldLoseAndDoubleNothingWhileVersionsWorkSideBySide() {
    fleet.version(FORMER);
    fleet.role("track", "former-track");
    fleet.detect("former-detect").awaitLog("simulated", PATIENCE);
    fleet.ingest("former", Fleet.seeds(street));
    openAccount();
    awaitLive("former");
    awaitDetections();

    fleet.version(null);
    fleet.role("track", "track");
    fleet.detect("detect").awaitLog("simulated", PATIENCE);
    fleet.ingest("present", Fleet.seeds(street));
    letPass(Duration.ofSeconds(60));
    assertThat(share("former") + share("present")).isEqualTo(cameras());
    assertThat(share("present")).isPositive();

    Instant replaced = Instant.now();
    for (String node : new String[] {"former-track", "former-detect", "former"}) {
      assertThat(fleet.node(node).stop()).as(node).isEqualTo(143);
      awaitDetections();
    }
    awaitLive("present");
    for (String camera : street.cameras()) {
      assertThat(account.inferredSince(camera, replaced)).as(camera).isPositive();
    }
    settle("present");
    assertThat(fleet.node("track").isAlive()).isTrue();
  }
}
