package io.vedette.cli;

import io.vedette.cli.option.DataSizeConverter;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.SizeConverter;
import io.vedette.cli.option.Termination;
import io.vedette.config.DataSize;
import io.vedette.geometry.Size;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.simulator.rtsp.AccessSettings;
import io.vedette.simulator.rtsp.RtspSettings;
import io.vedette.simulator.street.SceneKind;
import io.vedette.simulator.video.VideoSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command {@code simulate}: serves synthetic cameras over RTSP until it is interrupted. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Serves synthetic RTSP cameras with ground truth and faults on demand.",
    footerHeading = "%nFaults:%n",
    footer = {
      "  --fault cam0:loss=0.05    something wrong with a camera from the start",
      "  --fault stall=true        the same of all cameras",
      "At run time (with --http-port):",
      "  curl --json '{\"loss\":0.05}' localhost:PORT/cameras/cam0/faults   changes it",
      "  curl -X DELETE localhost:PORT/cameras/all/faults   heals one, or all",
      "  curl localhost:PORT/cameras                        shows all cameras",
      "Keys and values:",
      "  status 400-599    answers DESCRIBE and SETUP with it",
      "  refuse true       closes connections that ask for the camera",
      "  stall true        sends no packets, stays connected",
      "  freeze true       as stall, and answers nothing: a hung camera",
      "  loss, corrupt     share of RTP packets lost or damaged, 0-1",
      "  claimedFps        frame rate it claims, whatever it sends",
      "  clockRate         speed of its RTP timestamps / the true one",
      "  noSenderReports   true sends no RTCP",
      "  joinAnywhere      true begins with any picture, not with a key picture",
      "  drop              true breaks the viewers' connections, once",
      "  restartTimestamps true begins a new RTP stream in mid-session, once",
      "The last two only at run time."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Number of cameras, which are called cam0, cam1, … (default: ${DEFAULT-VALUE}).")
  private int cameras;

  @Option(
      names = "--id",
      paramLabel = "ID",
      split = ",",
      description = "Ids of the cameras instead of a number; repeatable.")
  private List<String> ids = List.of();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8554",
      description = "RTSP port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1280x720",
      converter = SizeConverter.class,
      description = "Picture size (default: ${DEFAULT-VALUE}).")
  private Size size = new Size(1280, 720);

  @Option(
      names = "--fps",
      paramLabel = "N",
      defaultValue = "15",
      description = "Frames per second (default: ${DEFAULT-VALUE}).")
  private double fps;

  @Option(
      names = "--bitrate",
      paramLabel = "SIZE",
      defaultValue = "0B",
      converter = DataSizeConverter.class,
      description = "Bytes per second, as 250KB (default: by size and rate).")
  private DataSize bitrate = new DataSize(0);

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "4",
      description = "Different streets; further cameras share them (default: ${DEFAULT-VALUE}).")
  private int scenes;

  @Option(
      names = "--scene",
      paramLabel = "KIND",
      defaultValue = "street",
      converter = SceneConverter.class,
      description =
          "What they show: street, empty, walker, slow-walker, sitter, parking, rain, headlights,"
              + " infrared, shake or flicker (default: ${DEFAULT-VALUE}).")
  private SceneKind scene = SceneKind.STREET;

  @Option(
      names = "--live",
      description = "Draws every camera's frames live, so that no frame number comes twice.")
  private boolean live;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "User name that clients need (default: none).")
  private @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      interactive = true,
      arity = "0..1",
      description = "With --user: password that clients need; typed in when no value is given.")
  private @Nullable String password;

  @Option(
      names = "--auth",
      paramLabel = "METHOD",
      defaultValue = "digest",
      description = "With --user: digest or basic (default: ${DEFAULT-VALUE}).")
  private AccessSettings.Method method = AccessSettings.Method.DIGEST;

  @Option(
      names = "--session-timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Seconds of silence after which a session ends (default: ${DEFAULT-VALUE}).")
  private int sessionTimeout;

  @Option(
      names = "--key-store",
      paramLabel = "FILE",
      description = "PKCS #12 file with key and certificate: serves RTSPS.")
  private @Nullable String keyStore;

  @Option(
      names = "--key-store-password",
      paramLabel = "PASSWORD",
      description = "With --key-store: its password.")
  private @Nullable String keyStorePassword;

  @Option(
      names = "--truth",
      paramLabel = "FOLDER",
      description = "Writes the ground truth of every frame sent to FOLDER/<camera>.jsonl.")
  private @Nullable String truth;

  @Option(
      names = "--fault",
      paramLabel = "[CAMERA:]KEY=VALUE",
      description = "Fault of all cameras, or of one, from the start; repeatable.")
  private List<String> faults = List.of();

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "-1",
      description = "Port on loopback for faults and truth; 0 takes a free one (default: none).")
  private int httpPort;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Services services = new Services();
    Supervision supervision = new Supervision(new Completion());
    Simulator simulator = new Simulator(settings(), supervision.separate());
    Termination termination = new Termination(services);
    try {
      services.start(simulator);
      print(simulator);
      var unused = supervision.completion().await();
    } finally {
      services.close();
      termination.close();
    }
    return ExitCode.DONE;
  }

  private SimulatorSettings settings() {
    require(cameras >= 1 && cameras <= MOST, "--cameras: expected 1 to 1000, found " + cameras);
    require(keyStore != null || keyStorePassword == null, "--key-store-password needs --key-store");
    List<String> names = ids.isEmpty() ? SimulatorSettings.ids(cameras) : ids;
    try {
      return new SimulatorSettings(
          names,
          new RtspSettings(
              host,
              port,
              new AccessSettings(user, password, method),
              Duration.ofSeconds(sessionTimeout),
              keyStore,
              keyStorePassword),
          new VideoSettings(size.width(), size.height(), fps, bitrate, 1, scenes, live, scene),
          httpPort,
          truth,
          FaultEntries.read(faults, names));
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, named(String.valueOf(e.getMessage())));
    }
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw SettingsOptions.misuse(spec, message);
    }
  }

  /** The message with the option that was given for the setting. */
  private static String named(String message) {
    return message
        .replaceFirst("^cameras: ", "id: ")
        .replaceFirst("^(width|height): expected", "size: $1: expected");
  }

  private void print(Simulator simulator) {
    if (spec == null) {
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    simulator.cameras().forEach(camera -> out.println(simulator.address(camera)));
    if (simulator.httpPort() >= 0) {
      out.println("faults at http://127.0.0.1:" + simulator.httpPort() + "/cameras");
    }
    if (user != null) {
      out.println("asks for user " + user + " and the password given");
    }
    out.flush();
  }

  /** The names of scenes on the command line. */
  static final class SceneConverter implements ITypeConverter<SceneKind> {
    @Override
    public SceneKind convert(String text) {
      try {
        return SceneKind.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
