package io.vedette.camera;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.OtherPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An RTSP server with the oddities of real cameras, and Debian's encoders for its streams; tests
 * are skipped where there is no Python or FFmpeg.
 */
final class FieldServer implements AutoCloseable {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private final Path log;
  private final Process server;
  private final int port;

  /** When the server had a coded picture, by its number, and its RTP time stamp. */
  record Sent(int number, long micros, long stamp) {}

  /**
   * @param folder for its log
   * @param streams by path: the options that rtspd.py lists
   */
  FieldServer(Path folder, Map<String, Map<String, Object>> streams) throws IOException {
    assumeTrue(Files.isExecutable(PYTHON), "skipped: there is no python3");
    Path listed = folder.resolve("streams.json");
    new ObjectMapper().writeValue(listed.toFile(), streams);
    log = folder.resolve("rtspd.log");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder command =
        new ProcessBuilder(
            PYTHON.toString(), "src/test/resources/field/rtspd.py", "" + port, listed.toString());
    command.environment().put("RTSPD_LOG", log.toString());
    server = command.redirectError(folder.resolve("rtspd.err").toFile()).start();
    if (!"ready".equals(server.inputReader().readLine())) {
      throw new IOException(Files.readString(folder.resolve("rtspd.err")));
    }
  }

  String url(String path) {
    return "rtsp://127.0.0.1:" + port + "/" + path;
  }

  /** What was sent of a stream so far, in order. */
  List<Sent> sent(String path) {
    List<Sent> all = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(log)) {
        String[] words = line.split(" ");
        if (words.length == 5 && words[0].equals("SENT") && words[1].equals(path)) {
          long micros = Math.round(Double.parseDouble(words[3]) * 1e6);
          all.add(new Sent(Integer.parseInt(words[2]), micros, Long.parseLong(words[4])));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    server.destroyForcibly();
    try {
      server.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Options of a stream. */
  static Map<String, Object> stream(Path file, String codec, double fps, Object... more) {
    Map<String, Object> options = new HashMap<>();
    options.put("file", file.toAbsolutePath().toString());
    options.put("codec", codec);
    options.put("fps", fps);
    for (int i = 0; i < more.length; i += 2) {
      options.put((String) more[i], more[i + 1]);
    }
    return options;
  }

  private static int exitCode(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Encodes, by Debian's FFmpeg; or the test is skipped. */
  static Path encode(Path file, String source, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
    command.addAll(List.of("-f", "lavfi", "-i", source));
    command.addAll(List.of(options));
    command.add(file.toString());
    OtherPrograms.require("ffmpeg");
    Process ffmpeg = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (exitCode(ffmpeg) != 0) {
      throw new IOException(said);
    }
    return file;
  }
}
