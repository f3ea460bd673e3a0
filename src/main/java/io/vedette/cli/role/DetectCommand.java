package io.vedette.cli.role;

import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.RoleRunner;
import io.vedette.cli.option.RunName;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.config.Settings;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code detect}: infers frames and publishes detections until it is interrupted. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Infers this worker's share of the frames in Kafka and publishes detections.")
public final class DetectCommand implements Callable<Integer> {
  @Mixin private BrokerOptions options = new BrokerOptions();

  @Option(
      names = "--model",
      paramLabel = "ONNX",
      description = "Another detector than the configured one.")
  private @Nullable String model;

  @Option(
      names = "--shadow",
      paramLabel = "NAME",
      description = "Looks at the same frames beside the live workers, into the run NAME.")
  private @Nullable String shadow;

  @Option(
      names = "--promote",
      description =
          "With --shadow: makes the model of the running shadow NAME the live one, and ends.")
  private boolean promote;

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Settings loaded = options.load();
    if (model != null) {
      loaded.put("inference.model", model, "--model");
    }
    VedetteSettings settings = loaded.bind(VedetteSettings.class);
    checkOptions();
    return promote && shadow != null
        ? promote(settings, shadow)
        : RoleRunner.run((services, supervision) -> start(settings, services, supervision));
  }

  private void start(VedetteSettings settings, Services services, Supervision supervision) {
    Node node = new Node(settings.findingBroker(), services, supervision);
    node.ops();
    node.detect(shadow);
  }

  private int promote(VedetteSettings settings, String name) {
    try (Services services = new Services()) {
      Node node = new Node(settings.findingBroker(), services, new Supervision(new Completion()));
      String digest = node.promote(name);
      results.print(
          spec,
          "model %s of shadow %s is the live one now".formatted(digest, name),
          ResultOptions.object().put("model", digest).put("shadow", name));
    }
    return ExitCode.DONE;
  }

  private void checkOptions() {
    if (results.isJson() && !promote) {
      throw SettingsOptions.misuse(spec, "--json needs --promote: workers have no result");
    }
    if (shadow != null) {
      var unused = RunName.checked(spec, "--shadow", shadow);
    } else if (promote) {
      throw SettingsOptions.misuse(spec, "--promote needs --shadow NAME");
    }
  }
}
