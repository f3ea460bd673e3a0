package io.vedette.simulator;

import io.vedette.simulator.rtsp.Channel;
import io.vedette.simulator.rtsp.Faults;
import io.vedette.simulator.rtsp.RtspSession;
import io.vedette.simulator.rtsp.SenderReport;
import io.vedette.simulator.video.CodedPicture;
import io.vedette.simulator.video.FilmLibrary;
import io.vedette.simulator.video.Footage;
import io.vedette.simulator.video.RtpPacker;
import io.vedette.simulator.video.VideoSettings;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated camera: it plays its footage by the clock and sends each picture, packed once, to all
 * its viewers. Confined to the simulator's event loop.
 */
final class SimulatedCamera implements Channel, AutoCloseable {
  private static final long REPORT_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long RETRY_MICROS = 10_000;
  private static final long HOPELESSLY_LATE_MICROS = 1_000_000;

  /** The parts of a camera. */
  record Parts(
      Vertx vertx,
      Clock clock,
      VideoSettings video,
      FilmLibrary films,
      Footage footage,
      Truth truth) {}

  /** Learns of every picture that was sent to somebody. */
  interface Truth {
    void onShown(String camera, Shown shown);
  }

  /**
   * A picture that was sent.
   *
   * @param index the picture's index since the camera's start
   * @param capturedAt the capture time, as in the sender reports
   * @param timestamp the time stamp of its RTP packets, unsigned
   */
  record Shown(long index, Instant capturedAt, long timestamp, Footage footage) {}

  private final String id;
  private final Parts parts;
  private final Set<RtspSession> viewers = new LinkedHashSet<>();
  private final Random random;
  private Faults faults = Faults.NONE;
  private RtpPacker packer;
  private long epochMicros;
  private long next;
  private double ticks;
  private long lastMicros;
  private long packets;
  private long bytes;
  private boolean closed;
  private @Nullable String userData;

  /**
   * @param lag seconds from now to the first picture
   */
  SimulatedCamera(String id, Parts parts, double lag) {
    this.id = id;
    this.parts = parts;
    this.random = new Random(id.hashCode());
    this.packer = new RtpPacker(parts.video, parts.films.header());
    this.epochMicros = nowMicros() + Math.round(lag * 1e6);
    this.lastMicros = epochMicros;
    schedule();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Faults faults() {
    return faults;
  }

  void faults(Faults changed) {
    faults = changed;
  }

  /** Text sent with every picture from now on, as user data; null for none. */
  void userData(@Nullable String text) {
    userData = text;
  }

  int viewers() {
    return viewers.size();
  }

  /** Index of the next picture since the camera's start. */
  long next() {
    return next;
  }

  Footage footage() {
    return parts.footage;
  }

  @Override
  public String description() {
    double claimed = faults.claimedFps() > 0 ? faults.claimedFps() : parts.video.fps();
    return SdpText.of(packer.description(), id, claimed);
  }

  @Override
  public void join(RtspSession viewer) {
    viewers.add(viewer);
  }

  @Override
  public void leave(RtspSession viewer) {
    viewers.remove(viewer);
  }

  /** Breaks the connections of all viewers. */
  void drop() {
    List.copyOf(viewers).forEach(RtspSession::hangUp);
  }

  /** Goes on with another SSRC, sequence number and timestamp, as a camera that restarted. */
  void restartTimestamps() {
    packer.close();
    packer = new RtpPacker(parts.video, parts.films.header());
    ticks = 0;
    packets = 0;
    bytes = 0;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      packer.close();
    }
  }

  private void schedule() {
    long wait = Math.max(0, dueMicros() - nowMicros());
    parts.vertx.setTimer(Math.max(1, wait / 1000), ignored -> tick());
  }

  private void tick() {
    if (closed) {
      return;
    }
    long late = nowMicros() - dueMicros();
    if (late > HOPELESSLY_LATE_MICROS) {
      epochMicros += late;
    }
    while (dueMicros() <= nowMicros() + 1000 && showNext()) {
      next++;
    }
    schedule();
  }

  /** Shows the next picture to whoever watches; false if it is not there yet and was put off. */
  private boolean showNext() {
    if (viewers.isEmpty()) {
      return true;
    }
    CodedPicture picture = parts.footage.picture(next);
    if (picture == null) {
      epochMicros += RETRY_MICROS;
      return false;
    }
    show(userData == null ? picture : picture.withUserData(userData));
    return true;
  }

  private void show(CodedPicture picture) {
    long captured = dueMicros();
    ticks += (captured - lastMicros) * faults.clockRate() * RtpPacker.CLOCK_RATE / 1e6;
    lastMicros = captured;
    List<byte[]> packed = packer.pack(picture, Math.round(ticks));
    packets += packed.size();
    packed.forEach(packet -> bytes += packet.length - 12);
    Instant at = Instant.EPOCH.plus(captured, ChronoUnit.MICROS);
    if (!faults.stall() && !faults.freeze()) {
      send(packed, picture.key(), at);
    }
    long timestamp = ByteBuffer.wrap(packed.get(0)).getInt(4) & 0xFFFFFFFFL;
    parts.truth.onShown(id, new Shown(next, at, timestamp, parts.footage));
  }

  private void send(List<byte[]> packed, boolean key, Instant capturedAt) {
    ByteBuffer first = ByteBuffer.wrap(packed.get(0));
    byte[] report =
        SenderReport.encode(first.getInt(8), capturedAt, first.getInt(4), packets, bytes);
    List<byte[]> damaged = damage(packed);
    long now = System.nanoTime();
    for (RtspSession viewer : List.copyOf(viewers)) {
      if (viewer.wants(key)) {
        if (!faults.noSenderReports() && viewer.takeReportTurn(now, REPORT_NANOS)) {
          viewer.report(report);
        }
        viewer.send(damaged);
      }
    }
  }

  private List<byte[]> damage(List<byte[]> packed) {
    if (faults.loss() == 0 && faults.corrupt() == 0) {
      return packed;
    }
    List<byte[]> left = new ArrayList<>(packed);
    left.removeIf(packet -> random.nextDouble() < faults.loss());
    for (byte[] packet : left) {
      // The packets' bytes are this picture's own; header and fragment marks stay as they are.
      if (packet.length > 20 && random.nextDouble() < faults.corrupt()) {
        for (int flips = 0; flips < 8; flips++) {
          packet[14 + random.nextInt(packet.length - 14)] ^= (byte) (1 + random.nextInt(255));
        }
      }
    }
    return left;
  }

  private long dueMicros() {
    return epochMicros + Math.round(next * 1e6 / parts.video.fps());
  }

  private long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, parts.clock.instant());
  }
}
