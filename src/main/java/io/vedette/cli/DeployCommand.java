package io.vedette.cli;

import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.node.VedetteSettings;
import io.vedette.sink.Sinks;
import io.vedette.transport.access.Rights;
import io.vedette.transport.topic.KafkaObjects;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Prints what has to be there before roles run, for the tools that make it. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = "Prints what administrators make before roles run.")
final class DeployCommand implements Runnable {
  /** For whom topics and users are printed. */
  enum Format {
    /** Kafka's own kafka-topics and kafka-acls. */
    ACLS,
    /** Strimzi's operators, in Kubernetes. */
    STRIMZI,
    /** Other programs. */
    JSON
  }

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "missing command: kafka");
    }
  }

  @Command(
      name = "kafka",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Prints the topics, and a user for each role with exactly its rights.")
  int kafka(
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "acls",
              description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
          Format format,
      @Option(
              names = "--cluster",
              paramLabel = "NAME",
              defaultValue = "kafka",
              description = "Strimzi's Kafka object (default: ${DEFAULT-VALUE}).")
          String cluster,
      @Mixin SettingsOptions options) {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    KafkaObjects objects = new KafkaObjects(settings.transport(), roles(settings));
    PrintWriter out = SettingsOptions.out(spec);
    out.print(
        switch (format) {
          case ACLS -> objects.commands();
          case STRIMZI -> objects.strimzi(cluster);
          case JSON -> objects.json();
        });
    out.flush();
    return ExitCode.DONE;
  }

  private static List<Rights> roles(VedetteSettings settings) {
    Topics topics = new Topics(settings.transport());
    RoleRights rights = new RoleRights(topics, settings.groups());
    List<Rights> roles = new ArrayList<>();
    roles.add(rights.ingest());
    roles.add(rights.detect());
    roles.add(rights.track().and(Sinks.rights(settings.sinks(), topics, rights)));
    if (!settings.forward().kafka().isEmpty()) {
      roles.add(rights.forward(settings.forward().frames()));
    }
    return roles;
  }
}
