package io.vedette.cli.role;

import io.vedette.cli.option.ResultOptions;
import io.vedette.projection.Projector;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

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
  @Mixin private ConsoleDatabaseOptions options = new ConsoleDatabaseOptions();

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    DatabaseAddress address = options.address();
    address.requireThere();
    try (Database database = new Database(address)) {
      Projector.clear(database);
      print(database.place());
    }
    return 0;
  }

  private void print(String place) {
    results.print(
        spec,
        "the console's database at %s is empty; the console reads what Kafka has again"
            .formatted(place),
        ResultOptions.object().put("database", place).put("done", "emptied"));
  }
}
