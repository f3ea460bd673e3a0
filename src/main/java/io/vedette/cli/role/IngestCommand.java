package io.vedette.cli.role;

import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.RoleRunner;
import io.vedette.config.Settings;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code ingest}: reads cameras and publishes their frames until it is interrupted. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = "Reads this node's share of the cameras and publishes their frames to Kafka.")
public final class IngestCommand implements Callable<Integer> {
  @Mixin private BrokerOptions options = new BrokerOptions();

  @Override
  public Integer call() {
    Settings loaded = options.load();
    return RoleRunner.run((services, supervision) -> start(loaded, services, supervision));
  }

  private static void start(Settings loaded, Services services, Supervision supervision) {
    VedetteSettings settings = loaded.bind(VedetteSettings.class);
    Node node = new Node(settings.findingBroker(), services, supervision);
    node.ops();
    node.ingest(CameraSeeds.of(loaded, System.getenv()));
  }
}
