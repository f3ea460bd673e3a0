package io.vedette.cli.option;

import io.vedette.config.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that works with Kafka. Filled by picocli. */
public class KafkaOptions extends SettingsOptions {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      converter = KafkaAddress.class,
      description = "Address of the Kafka to use.")
  private @Nullable String kafka;

  @Override
  public Settings load() {
    Settings settings = super.load();
    return kafka == null ? settings : settings.put("kafka.bootstrap.servers", kafka, "--kafka");
  }
}
