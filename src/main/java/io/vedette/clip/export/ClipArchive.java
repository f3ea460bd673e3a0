package io.vedette.clip.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.clip.Clips;
import io.vedette.clip.pack.PackedFrame;
import io.vedette.event.clip.ClipSpan;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The writer of clips as a zip: a folder for each with its pictures as they were captured and a
 * {@code clip.json} with their times and boxes; {@code SHA256SUMS}, as {@code sha256sum -c} reads
 * it, and the same in {@code manifest.json}. Confined to one thread.
 */
public final class ClipArchive {
  private static final int MOST_FRAMES = 20_000;
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Clips clips;
  private final Map<String, String> sums = new TreeMap<>();

  /**
   * A clip of the archive.
   *
   * @param name the name under which it is kept
   */
  public record Part(ClipSpan span, Optional<String> name) {}

  public ClipArchive(Clips clips) {
    this.clips = clips;
  }

  /**
   * Writes the archive.
   *
   * @param made the time of writing
   * @param by the name of the person who asked for it
   */
  public void write(OutputStream to, List<Part> parts, Instant made, String by) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(to))) {
      zip.setLevel(0); // JPEGs are not made smaller by it
      ArrayNode clips = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < parts.size(); i++) {
        clips.add(write(zip, parts.get(i), i + 1));
      }
      ObjectNode manifest = JsonNodeFactory.instance.objectNode();
      manifest.put("made", made.toString()).put("by", by).set("clips", clips);
      ObjectNode files = manifest.putObject("sha256");
      sums.forEach(files::put);
      put(zip, "manifest.json", manifest.toPrettyString().getBytes(StandardCharsets.UTF_8));
      put(zip, "SHA256SUMS", sums().getBytes(StandardCharsets.UTF_8));
    }
  }

  private String sums() {
    StringBuilder text = new StringBuilder();
    sums.forEach((file, sum) -> text.append(sum).append("  ").append(file).append('\n'));
    return text.toString();
  }

  private ObjectNode write(ZipOutputStream zip, Part part, int number) throws IOException {
    ClipSpan span = part.span();
    String folder =
        String.format(
            Locale.ROOT, "%02d-%s-%s/", number, span.camera(), SECOND.format(span.begin()));
    ObjectNode clip = JsonNodeFactory.instance.objectNode();
    clip.put("folder", folder).put("camera", span.camera());
    clip.put("from", span.begin().toString()).put("to", span.end().toString());
    part.name().ifPresent(name -> clip.put("name", name));
    ObjectNode whole = clip.deepCopy();
    ArrayNode frames = whole.putArray("frames");
    for (PackedFrame head : clips.frames(span, MOST_FRAMES)) {
      Optional<PackedFrame> frame = clips.frame(span.camera(), head.at());
      if (frame.isPresent()) {
        String file =
            String.format(
                Locale.ROOT,
                "%06d-%s.jpg",
                frames.size() + 1,
                MICROS.format(FrameJson.time(head.at())));
        put(zip, folder + file, frame.get().jpeg());
        frames.add(FrameJson.of(frame.get()).put("file", file));
      }
    }
    put(zip, folder + "clip.json", whole.toPrettyString().getBytes(StandardCharsets.UTF_8));
    return clip.put("pictures", frames.size());
  }

  private void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
    sums.put(name, HexFormat.of().formatHex(sha256().digest(bytes)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
