package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.OtherPrograms;
import io.vedette.cli.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdTest {
  private static final Path UNIT = Path.of("deploy/systemd/vedette@.service");
  private static final double MOST_EXPOSED = 4;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "detect", "track", "forward", "up"})
  void shouldStartCommandsThatThereAre(String role) throws Exception {
    String command =
        Files.readAllLines(UNIT).stream()
            .filter(line -> line.startsWith("ExecStart=/opt/vedette/vedette "))
            .findFirst()
            .orElseThrow()
            .substring("ExecStart=/opt/vedette/vedette ".length())
            .replace("%i", role);

    assertThat(Main.commandLine().parseArgs(command.split(" ")).subcommand().commandSpec().name())
        .isEqualTo(role);
  }

  @Test
  void shouldBeAUnitThatSystemdTakesAndThatLetsTheProgramDoLittle() throws Exception {
    OtherPrograms.require("systemd-analyze");
    Path unit = folder.resolve("vedette@ingest.service");
    Files.writeString(
        unit,
        Files.readString(UNIT)
            .replace("/opt/vedette/vedette", Path.of("vedette").toAbsolutePath().toString())
            .replaceAll("(?m)^(User|Group)=.*", "$1=root"));
    Files.copy(unit, folder.resolve("vedette@.service"));

    assertThat(run("verify", "--man=no", unit.toString())).isEmpty();
    Matcher exposure =
        Pattern.compile("exposure level for \\S+: ([0-9.]+)")
            .matcher(run("security", "--offline=true", "--no-pager", unit.toString()));
    assertThat(exposure.find()).isTrue();
    assertThat(Double.parseDouble(exposure.group(1))).isLessThan(MOST_EXPOSED);
  }

  private static String run(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("systemd-analyze"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
