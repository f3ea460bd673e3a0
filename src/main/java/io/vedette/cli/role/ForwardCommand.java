package io.vedette.cli.role;

import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.RoleRunner;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command {@code forward}: sends an edge site's results to a central Kafka until it is
 * interrupted.
 */
@Command(
    name = "forward",
    mixinStandardHelpOptions = true,
    description =
        "Sends this site's detections, and frames that show something, to a central Kafka.",
    footer = "Example: vedette forward --set forward.kafka.bootstrap.servers=centre:9092")
public final class ForwardCommand implements Callable<Integer> {
  @Mixin private BrokerOptions options = new BrokerOptions();

  @Override
  public Integer call() {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    if (!settings.forward().kafka().containsKey("bootstrap.servers")) {
      throw Failure.stop(
          "forward.kafka.bootstrap.servers is not set; give the central Kafka's address");
    }
    return RoleRunner.run((services, supervision) -> start(settings, services, supervision));
  }

  private static void start(VedetteSettings settings, Services services, Supervision supervision) {
    Node node = new Node(settings.findingBroker(), services, supervision);
    node.ops();
    node.forward();
  }
}
