package io.vedette.app;

import io.vedette.runtime.Services;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Follows objects and tells what they do, until it is interrupted. */
@Command(
    name = "track",
    mixinStandardHelpOptions = true,
    description = "Follows the objects of this worker's share of the cameras and publishes events.")
final class TrackCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Override
  public Integer call() {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    Services services = new Services();
    try (Termination termination = new Termination(services)) {
      Node node = new Node(settings, services);
      node.ensureTopics();
      node.ops();
      node.track(termination::fail);
      termination.await();
    } finally {
      services.close();
    }
    return Main.DONE;
  }
}
