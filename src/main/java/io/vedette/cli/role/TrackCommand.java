package io.vedette.cli.role;

import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.RoleRunner;
import io.vedette.cli.option.RunName;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.transport.topic.Topics;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The command {@code track}: tracks objects and publishes events until it is interrupted or a run
 * is read.
 */
@Command(
    name = "track",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Follows the objects of this worker's share of the cameras and publishes events.")
public final class TrackCommand implements Callable<Integer> {
  @Option(
      names = "--run",
      paramLabel = "NAME",
      description =
          "Follows what a replay or shadow has detected so far, into topics of the run's own, and ends.")
  private @Nullable String run;

  @Mixin private BrokerOptions options = new BrokerOptions();

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String name = run == null ? null : RunName.checked(spec, "--run", run);
    if (results.isJson() && name == null) {
      throw SettingsOptions.misuse(spec, "--json needs --run: workers have no result");
    }
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    int code =
        RoleRunner.run((services, supervision) -> start(settings, name, services, supervision));
    if (name != null) {
      print(new Topics(settings.transport()), name);
    }
    return code;
  }

  private static void start(
      VedetteSettings settings, @Nullable String run, Services services, Supervision supervision) {
    Node node = new Node(settings.findingBroker(), services, supervision);
    if (run == null) {
      node.ops();
      node.track();
    } else {
      node.track(run);
    }
  }

  private void print(Topics topics, String name) {
    results.print(
        spec,
        "%s is published in %s, %s and %s"
            .formatted(
                topics.detections(name),
                topics.events(name),
                topics.counts(name),
                topics.alerts(name)),
        ResultOptions.object()
            .put("run", name)
            .put("detections", topics.detections(name))
            .put("events", topics.events(name))
            .put("counts", topics.counts(name))
            .put("alerts", topics.alerts(name)));
  }
}
