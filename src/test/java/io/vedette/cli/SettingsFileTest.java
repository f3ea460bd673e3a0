package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Reference;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsFileTest {
  private static final Path FILE = Path.of("config/vedette.yaml");

  @Test
  void shouldHoldEveryKeyWithItsDefault() throws IOException {
    String expected = Reference.of(VedetteSettings.class);

    assertThat(Files.readString(FILE))
        .as("write it again with: ./vedette settings > config/vedette.yaml")
        .isEqualTo(expected);
  }

  @Test
  void shouldChangeNothingWhenLoaded() {
    VedetteSettings loaded = new Settings(Map.of()).file(FILE).bind(VedetteSettings.class);

    assertThat(loaded).isEqualTo(Settings.defaults(VedetteSettings.class));
  }
}
