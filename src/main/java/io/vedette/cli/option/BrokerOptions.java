package io.vedette.cli.option;

import io.vedette.broker.BrokerAccess;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that works with a Kafka it does not start. Filled by picocli. */
public final class BrokerOptions extends KafkaOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Uses the Kafka of the vedette up that runs on this folder (default without --kafka:"
              + " ./data).")
  private @Nullable Path data;

  /**
   * @throws Failure of action STOP when no Kafka is named, and none runs on the named folder
   */
  @Override
  public Settings load() {
    Settings settings = super.load();
    if (data != null) {
      settings.put("data", data.toString(), "--data");
      requireBroker(data, settings.bind(VedetteSettings.class));
    }
    return settings;
  }

  private static void requireBroker(Path folder, VedetteSettings settings) {
    if (!settings.namesKafka() && BrokerAccess.read(folder).isEmpty()) {
      throw Failure.stop(
          "--data %s: no Kafka runs there; start one with vedette up --data %s, or name yours with --kafka"
              .formatted(folder, folder));
    }
  }
}
