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
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code deploy}: prints topics, users and rights for the tools that create them. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = "Prints topics, users and rights that administrators create.")
final class DeployCommand implements Runnable {
  private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  /** The form of topics and users. */
  enum Format {
    /** Commands of Kafka's own kafka-topics and kafka-acls. */
    ACLS,
    /** Objects of Strimzi's operators, in Kubernetes. */
    STRIMZI,
    /** JSON for other programs. */
    JSON
  }

  /** Versions of Strimzi's objects. */
  enum StrimziApi {
    V1,
    V1BETA2
  }

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw SettingsOptions.missingCommand(spec);
  }

  @Command(
      name = "kafka",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Prints the topics, and for each role a user with exactly its rights.")
  int kafka(
      @Option(
              names = "--format",
              paramLabel = "FORMAT",
              defaultValue = "acls",
              description =
                  "acls, for Kafka's own programs; strimzi, for Kubernetes; or json (default:"
                      + " ${DEFAULT-VALUE}).")
          Format format,
      @Option(
              names = "--cluster",
              paramLabel = "NAME",
              defaultValue = "kafka",
              description =
                  "With --format strimzi: name of the Kafka object (default: ${DEFAULT-VALUE}).")
          String cluster,
      @Option(
              names = "--strimzi-api",
              paramLabel = "VERSION",
              defaultValue = "v1",
              description =
                  "With --format strimzi: version of the objects, v1, or v1beta2 before Strimzi"
                      + " 0.49 (default: ${DEFAULT-VALUE}).")
          StrimziApi version,
      @Mixin SettingsOptions options) {
    if (!OBJECT.matcher(cluster).matches()) {
      throw SettingsOptions.misuse(
          spec,
          "--cluster: expected the name of a Kubernetes object (a-z, 0-9, - and .), found "
              + cluster);
    }
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    KafkaObjects objects = new KafkaObjects(settings.transport(), roles(settings));
    PrintWriter out = SettingsOptions.out(spec);
    out.print(
        switch (format) {
          case ACLS -> objects.commands();
          case STRIMZI -> objects.strimzi(cluster, version.name().toLowerCase(Locale.ROOT));
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
    roles.add(rights.console());
    if (!settings.forward().kafka().isEmpty()) {
      roles.add(rights.forward(settings.forward().frames()));
    }
    return roles;
  }
}
