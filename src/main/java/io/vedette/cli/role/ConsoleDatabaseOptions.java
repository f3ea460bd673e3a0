package io.vedette.cli.role;

import io.vedette.cli.option.SettingsOptions;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import io.vedette.store.DatabaseAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that work on the console's database. Filled by picocli. */
final class ConsoleDatabaseOptions extends SettingsOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the node whose console it is (default: ./data); the node must not run.")
  private @Nullable Path data;

  /** The address of the server in the settings; without one, of the database in the folder. */
  DatabaseAddress address() {
    Settings given = load();
    if (data != null) {
      given.put("data", data.toString(), "--data");
    }
    VedetteSettings settings = given.bind(VedetteSettings.class);
    return settings.console().database(settings.data());
  }
}
