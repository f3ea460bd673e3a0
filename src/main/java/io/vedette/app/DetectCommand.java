package io.vedette.app;

import io.vedette.runtime.Services;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Infers frames and publishes detections, until it is interrupted. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = "Infers this worker's share of the frames in Kafka and publishes detections.")
final class DetectCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Override
  public Integer call() {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    Services services = new Services();
    try (Termination termination = new Termination(services)) {
      Node node = new Node(settings, services);
      node.ensureTopics();
      node.ops();
      node.detect(termination::fail);
      termination.await();
    } finally {
      services.close();
    }
    return Main.DONE;
  }
}
