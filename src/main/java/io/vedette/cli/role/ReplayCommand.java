package io.vedette.cli.role;

import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.CamerasOption;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.RoleRunner;
import io.vedette.cli.option.RunName;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.config.Settings;
import io.vedette.frame.Ledger.Balance;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.text.Count;
import io.vedette.transport.frame.FrameSelection.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command {@code replay}: infers retained frames again, into a run of its own. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Infers retained frames again, into the topic of a run of its own.",
    footer = "Example: vedette replay --from 10m --run newer --model newer.onnx")
public final class ReplayCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayCommand.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'replay-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Option(
      names = "--from",
      paramLabel = "AGO|TIME",
      required = true,
      converter = Moment.class,
      description = "Begin, as 10m, which is ten minutes ago, or 2026-11-23T22:40:00Z.")
  private Instant from = Instant.EPOCH;

  @Option(
      names = "--to",
      paramLabel = "AGO|TIME",
      converter = Moment.class,
      description = "End, in the same form (default: now).")
  private @Nullable Instant to;

  @Mixin private CamerasOption cameras = new CamerasOption();

  @Option(
      names = "--model",
      paramLabel = "ONNX",
      description = "Another detector than the configured one.")
  private @Nullable String model;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description =
          "The run's name; a name given again goes on where it was interrupted (default: replay- and the time).")
  private @Nullable String run;

  @Mixin private BrokerOptions options = new BrokerOptions();

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (to != null && !to.isAfter(from)) {
      throw SettingsOptions.misuse(spec, "--to: expected a time after --from");
    }
    String name = name();
    Settings loaded = options.load();
    if (model != null) {
      loaded.put("inference.model", model, "--model");
    }
    VedetteSettings settings = loaded.bind(VedetteSettings.class);
    LOG.info(
        "run {}: where it is interrupted, the same command with --run {} goes on; a frame that has"
            + " ended two processes is left out then",
        name,
        name);
    AtomicReference<@Nullable Node> replayed = new AtomicReference<>();
    int code =
        RoleRunner.run(
            (services, supervision) -> {
              Node node = new Node(settings.findingBroker(), services, supervision);
              replayed.set(node);
              node.replay(name, new Span(from, to, Set.copyOf(cameras.ids())));
            });
    print(Objects.requireNonNull(replayed.get()), name);
    return code;
  }

  private void print(Node node, String name) {
    long inferred = node.balances().values().stream().mapToLong(Balance::inferred).sum();
    String topic = node.topics().detections(name);
    int read = node.balances().size();
    results.print(
        spec,
        "%s of %s in %s".formatted(Count.frames(inferred), Count.cameras(read), topic),
        ResultOptions.object()
            .put("run", name)
            .put("frames", inferred)
            .put("cameras", read)
            .put("topic", topic));
  }

  private String name() {
    return run == null ? NAME.format(Instant.now()) : RunName.checked(spec, "--run", run);
  }

  /** Times on the command line: {@code 10m} is ten minutes ago. */
  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.endsWith("Z") ? Instant.parse(text) : Instant.now().minus(ago(text));
      } catch (DateTimeException | ArithmeticException e) {
        throw new TypeConversionException(
            "expected a time ago as 30s, 10m, 2h or 3d, or a time as 2026-11-23T22:40:00Z, found "
                + text);
      }
    }

    private static Duration ago(String text) {
      String time = text.toUpperCase(Locale.ROOT);
      Duration ago = Duration.parse(time.endsWith("D") ? "P" + time : "PT" + time);
      if (ago.isNegative()) {
        throw new DateTimeException("in the future");
      }
      return ago;
    }
  }
}
