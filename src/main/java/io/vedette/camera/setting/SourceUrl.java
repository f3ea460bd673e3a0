package io.vedette.camera.setting;

import io.vedette.text.Secrets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a picture source, of an allowed kind. Immutable.
 *
 * @param kind which kind of source
 * @param text the address as FFmpeg takes it; may hold credentials, never to be shown
 */
public record SourceUrl(Kind kind, String text) {
  /** Kinds of sources; a URL of any other scheme is refused, since it makes this host connect. */
  public enum Kind {
    /** FFmpeg gets the packets of one stream, and opens nothing itself. */
    RTSP("none", "sdp"),
    /**
     * Streams that cameras send, besides motion JPEG; neither playlists nor containers with an
     * index of their own.
     */
    HTTP("none", "mpegts,flv,h264,hevc"),
    /** Videos and pictures; not text, which FFmpeg would draw, nor lists of other files. */
    FILE(
        "file,crypto",
        "mov,mp4,matroska,webm,avi,mpegts,mpeg,flv,asf,h264,hevc,mjpeg,mpjpeg,ivf,ogg,gif,"
            + "image2,jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe"),
    SIMULATED("none", "none");

    private final String protocols;
    private final String formats;

    Kind(String protocols, String formats) {
      this.protocols = protocols;
      this.formats = formats;
    }

    /** What FFmpeg may open on behalf of such a source. */
    public String protocols() {
      return protocols;
    }

    /** What FFmpeg may take the content for. */
    public String formats() {
      return formats;
    }
  }

  // Two characters at least: one letter is a drive.
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):");
  // An address of a network, or a name with dots and a path to something that has no ending.
  private static final Pattern HOST =
      Pattern.compile(
          "//.*|(?:[^/@]*@)?(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:]+]|localhost)(?:[:/?].*)?"
              + "|[\\w-]+(?:\\.[\\w-]+)+/(?:[^.]*/)*[^./]*");
  private static final String FILE_SCHEME = "file:";

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when its scheme is not allowed, or lacks where a host is named
   */
  public static SourceUrl parse(String text) {
    Matcher matcher = SCHEME.matcher(text);
    String scheme = matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    return switch (scheme) {
      case "rtsp", "rtsps" -> new SourceUrl(Kind.RTSP, text);
      case "http", "https" -> new SourceUrl(Kind.HTTP, text);
      case "sim" -> new SourceUrl(Kind.SIMULATED, text);
      case "file" -> new SourceUrl(Kind.FILE, text);
      case "" -> new SourceUrl(Kind.FILE, FILE_SCHEME + requireFile(text));
      default ->
          throw new IllegalArgumentException(
              "url: expected rtsp(s)://, http(s)://, sim: or a file, found \""
                  + Secrets.mask(text)
                  + "\"");
    };
  }

  private static String requireFile(String text) {
    if (HOST.matcher(text).matches()) {
      String host = Secrets.mask("rtsp://" + text.replaceFirst("^/+", ""));
      throw new IllegalArgumentException(
          "url: expected rtsp(s)://, http(s)://, sim: or a file, found \"%s\"; did you mean %s? (a file of that name: file:%s)"
              .formatted(host.substring("rtsp://".length()), host, host.substring(7)));
    }
    return text;
  }

  /** Whether pictures come as they are taken, so that late ones are worth little. */
  public boolean isLive() {
    return kind != Kind.FILE;
  }

  /** The video or picture on this machine's disks; empty for sources of other kinds. */
  public Optional<Path> file() {
    return kind == Kind.FILE
        ? Optional.of(Path.of(text.substring(FILE_SCHEME.length())))
        : Optional.empty();
  }

  /** The address without credentials; of a file, its path. */
  @Override
  public String toString() {
    return file().map(Path::toString).orElseGet(() -> Secrets.mask(text));
  }
}
