package io.vedette.fault;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** A process of the built program, or of Kafka's, that can be treated badly. */
public final class Program implements AutoCloseable {
  /** Where Debian's {@code faketime} has it. */
  static final Path FAKE_CLOCK = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

  // A name space of its own lets anyone mount; what is mounted goes with the process.
  private static final List<String> OWN_MOUNTS = List.of("unshare", "-rm");
  private static final String MOUNT =
      """
      kept=$(mktemp -d) && cp -a "$1/." "$kept" && mount -t tmpfs -o size="$2m" tmpfs "$1" \
        && cp -a "$kept/." "$1" && rm -r "$kept" && shift 2 && exec "$@"
      """;

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  // Where tests run in the background, their children would ignore Ctrl-C.
  private static final List<String> LISTENING =
      isRunning("env", "--default-signal=INT", "true")
          ? List.of("env", "--default-signal=INT")
          : List.of();

  private final String name;
  private final Path log;
  private final Process process;

  private Program(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /** Starts {@code vedette} with arguments, logging to a file of that name in a folder. */
  public static Program vedette(Path folder, String name, List<String> arguments) {
    return start(folder, name, List.of("-Xmx512m"), "io.vedette.cli.Main", arguments);
  }

  /** The same of another version of the program, by the folder that Maven has built it in. */
  static Program vedetteOf(Path target, Path folder, String name, List<String> arguments) {
    List<String> options = List.of("-Xmx512m");
    return start(folder, name, java(target, options, mainClass(target), arguments));
  }

  private static String mainClass(Path target) {
    try (JarFile jar = new JarFile(target.resolve("vedette.jar").toFile())) {
      return jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, its output into a command of the shell; then it tells its exit code. */
  public static Program vedettePiped(
      Path folder, String name, List<String> arguments, String into) {
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add("{ \"$@\"; echo \"ended with $?\" >&2; } | " + into);
    command.add("sh");
    command.addAll(java(List.of("-Xmx512m"), "io.vedette.cli.Main", arguments));
    return start(folder, name, command);
  }

  /** The same by a clock that shows the time and an offset, as {@code +30s}, read from a file. */
  static Program vedetteByClock(Path clock, Path folder, String name, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.add("LD_PRELOAD=" + FAKE_CLOCK);
    command.add("FAKETIME_TIMESTAMP_FILE=" + clock);
    command.addAll(List.of("FAKETIME_CACHE_DURATION=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"));
    command.addAll(java(List.of("-Xmx512m"), "io.vedette.cli.Main", arguments));
    return start(folder, name, command);
  }

  /** The same with a library that lets FFmpeg crash; the JVM's report of it goes to the folder. */
  static Program vedetteCrashing(
      CrashLibrary library, Path folder, String name, List<String> arguments) {
    List<String> command = new ArrayList<>(library.preload());
    String report = "-XX:ErrorFile=" + folder.resolve(name + "-crash-%p.log");
    List<String> options = List.of("-Xmx512m", "-XX:-CreateCoredumpOnCrash", report);
    command.addAll(java(options, "io.vedette.cli.Main", arguments));
    return start(folder, name, command);
  }

  static Program start(
      Path folder, String name, List<String> options, String main, List<String> arguments) {
    return start(folder, name, java(options, main, arguments));
  }

  /** Whether {@link #smallDisk} works here. */
  public static boolean hasSmallDisks() {
    List<String> command = new ArrayList<>(OWN_MOUNTS);
    command.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", TARGET.toString()));
    return isRunning(command.toArray(String[]::new));
  }

  /** What a command begins with that is to see a folder's files on a disk of so many MiB. */
  public static List<String> smallDisk(Path folder, int size) {
    List<String> command = new ArrayList<>(OWN_MOUNTS);
    command.addAll(List.of("sh", "-c", MOUNT, "sh", folder.toString(), Integer.toString(size)));
    return command;
  }

  public static List<String> java(List<String> options, String main, List<String> arguments) {
    return java(TARGET, options, main, arguments);
  }

  private static List<String> java(
      Path target, List<String> options, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.awt.headless=true");
    command.add("-XX:-UsePerfData");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", classPath(target), main));
    command.addAll(arguments);
    return command;
  }

  /** Starts a program with its arguments, logging to a file of that name in a folder. */
  public static Program start(Path folder, String name, List<String> words) {
    List<String> command = new ArrayList<>(LISTENING);
    command.addAll(words);
    try {
      Files.createDirectories(folder);
      Path log = folder.resolve(name + ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new Program(name, log, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it ended by a crash of FFmpeg that {@link CrashLibrary} caused. */
  boolean hasCrashed() {
    return !process.isAlive() && log().contains(CrashLibrary.REPORT);
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    waitFor(Duration.ofSeconds(10));
  }

  /** SIGTERM, as an orchestrator stops a container; returns once the process is gone. */
  public int stop() {
    process.destroy();
    return waitFor(Duration.ofSeconds(40));
  }

  /** SIGINT, as Ctrl-C; returns once the process is gone. */
  public int interrupt() {
    signal("-INT");
    return waitFor(Duration.ofSeconds(40));
  }

  /** SIGSTOP. */
  void freeze() {
    signal("-STOP");
  }

  /** SIGCONT. */
  void thaw() {
    signal("-CONT");
  }

  public int waitFor(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " did not end within " + patience + "\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public void awaitLog(String text, Duration patience) {
    await(name + " says " + text).atMost(patience).until(() -> log().contains(text) || dead(text));
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resident memory in KiB, from /proc. */
  public long residentKib() {
    return number("status", "VmRSS:");
  }

  long threads() {
    return number("status", "Threads:");
  }

  long openFiles() {
    String[] files = new File("/proc/" + pid() + "/fd").list();
    return files == null ? 0 : files.length;
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      signal("-CONT");
      process.destroyForcibly();
      waitFor(Duration.ofSeconds(10));
    }
  }

  private boolean dead(String text) {
    if (!process.isAlive()) {
      throw new AssertionError(name + " ended before it said " + text + "\n" + log());
    }
    return false;
  }

  private long number(String file, String key) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid()), file)).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String classPath(Path target) {
    Path jar = target.resolve("vedette.jar");
    if (!Files.exists(jar)) {
      throw new AssertionError(jar + " is not there: run by ./mvnw verify");
    }
    return jar + File.pathSeparator + target.resolve("lib") + File.separator + "*";
  }

  private static boolean isRunning(String... command) {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
