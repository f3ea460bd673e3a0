package io.vedette.camera.setting;

import io.vedette.text.Secrets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
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
    /** An RTSP stream: FFmpeg gets its packets, and opens nothing itself. */
    RTSP("none", "sdp"),
    /**
     * An HTTP stream: motion JPEG, or one of these formats, which have neither a playlist nor an
     * index.
     */
    HTTP("none", "mpegts,flv,h264,hevc"),
    /**
     * A file with a video or a picture; no text, which FFmpeg would draw, and no list of other
     * files.
     */
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

    /** The protocols that FFmpeg may open for such a source, as its option takes them. */
    public String protocols() {
      return protocols;
    }

    /** The formats that FFmpeg may recognise in such a source, as its option takes them. */
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
  // A host and its port, or a login and a host: what stands before the colon is no scheme then.
  private static final Pattern PORT_OR_LOGIN =
      Pattern.compile("[\\w.-]+:\\d{1,5}(?:[/?].*)?|.*@.*");
  // A path that says where it begins, a reference that some node resolves, or a usual ending.
  private static final Pattern FILE =
      Pattern.compile(
          "[/.~].*|[A-Za-z]:.*|.*\\\\.*|.*\\$\\{.*"
              + "|.*\\.(?:mov|mp4|m4v|mkv|webm|avi|m?ts|m2ts|mpe?g|flv|asf|wmv|[hx]?26[45]|hevc|mjpe?g"
              + "|ivf|og[gv]|3gp|gif|jpe?g|png|webp|bmp|tiff?)",
          Pattern.CASE_INSENSITIVE);
  private static final String FILE_SCHEME = "file:";
  private static final String RTSP = "rtsp://";
  private static final String EXPECTED = "url: expected rtsp(s)://, http(s)://, sim: or a file";

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when its scheme is not allowed, or it names a host without a
   *     scheme
   */
  public static SourceUrl parse(String text) {
    Matcher matcher = SCHEME.matcher(text);
    String scheme = matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    return switch (scheme) {
      case "rtsp", "rtsps" -> new SourceUrl(Kind.RTSP, text);
      case "http", "https" -> new SourceUrl(Kind.HTTP, text);
      case "sim" -> new SourceUrl(Kind.SIMULATED, text);
      case "file" -> fileAt(text);
      case "" -> ofFile(text);
      default -> throw refusal(text);
    };
  }

  /**
   * Reads an address that a person gives. A text that may be a host or a file counts as a host
   * without a scheme, unless there is such a file.
   *
   * @param isThere whether a file exists
   * @throws IllegalArgumentException as {@link #parse} does, and for such a host
   */
  public static SourceUrl given(String text, Predicate<Path> isThere) {
    SourceUrl url = parse(text);
    boolean isBare = url.kind == Kind.FILE && !SCHEME.matcher(text).lookingAt();
    if (isBare && !FILE.matcher(text).matches() && !isThere.test(Path.of(text))) {
      throw withoutScheme(text);
    }
    return url;
  }

  private static SourceUrl ofFile(String text) {
    if (HOST.matcher(text).matches()) {
      throw withoutScheme(text);
    }
    return fileAt(FILE_SCHEME + text);
  }

  private static SourceUrl fileAt(String url) {
    try {
      var unused = Path.of(url.substring(FILE_SCHEME.length()));
      return new SourceUrl(Kind.FILE, url);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(EXPECTED + ", found a name that no file can have", e);
    }
  }

  private static IllegalArgumentException refusal(String text) {
    return !text.contains("://") && PORT_OR_LOGIN.matcher(text).matches()
        ? withoutScheme(text)
        : new IllegalArgumentException(EXPECTED + ", found \"" + Secrets.mask(text) + "\"");
  }

  private static IllegalArgumentException withoutScheme(String text) {
    String meant = Secrets.mask(RTSP + text.replaceFirst("^/+", ""));
    String shown = meant.substring(RTSP.length());
    return new IllegalArgumentException(
        "%s, found \"%s\"; did you mean %s? (a file of that name: file:%s)"
            .formatted(EXPECTED, shown, meant, shown));
  }

  /** Whether pictures come as they are taken: all sources but files. */
  public boolean isLive() {
    return kind != Kind.FILE;
  }

  /** The path of the file; empty for sources of other kinds. */
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
