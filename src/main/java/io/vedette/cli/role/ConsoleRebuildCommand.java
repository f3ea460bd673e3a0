package io.vedette.cli.role;

import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import io.vedette.projection.Projector;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The command {@code console rebuild}: empties the copy of Kafka's records in the console's
 * database, so that it is copied again.
 */
@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deletes what the console's database has copied from Kafka.",
      "The console then reads all of it again, from the beginning of what Kafka still has; what is"
          + " older is lost. Accounts, sessions and tokens stay.",
      "A database in the data folder is in use while a console runs on it: stop that one first."
    })
final class ConsoleRebuildCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the node whose console it is (default: ./data); the node must not run.")
  private @Nullable Path data;

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Settings given = options.load();
    if (data != null) {
      given.put("data", data.toString(), "--data");
    }
    VedetteSettings settings = given.bind(VedetteSettings.class);
    DatabaseAddress address = settings.console().database(settings.data());
    address.requireThere();
    try (Database database = new Database(address)) {
      Projector.clear(database);
      tell(database.place());
    }
    return 0;
  }

  private void tell(String place) {
    results.print(
        spec,
        "the console's database at %s is empty; the console reads what Kafka has again"
            .formatted(place),
        ResultOptions.object().put("database", place).put("done", "emptied"));
  }
}
