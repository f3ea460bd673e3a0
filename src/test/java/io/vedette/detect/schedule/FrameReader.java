package io.vedette.detect.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.poison.RawRecord;
import io.vedette.poison.RecordReader;
import io.vedette.runtime.Failure;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.record.RecordReaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Frames as a detect worker takes them, up to their pictures, for tests. Confined to one thread.
 */
public final class FrameReader implements RecordReader, AutoCloseable {
  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);

  private final Admission admission =
      new Admission(Duration.ofSeconds(2), Duration.ofSeconds(30), new CameraSessions());
  private final JpegDecoder decoder = new JpegDecoder();

  @Override
  public Optional<String> read(RawRecord record) {
    FrameRecord frame = RecordReaders.frame(record);
    Job job = new Job(frame);
    admission.recalled(frame);
    boolean isAdmitted = admission.admits(job, NOW);
    if (isAdmitted) {
      var unused = admission.isStale(job, NOW);
    }
    if (job.outcome() instanceof Job.Rejected rejected) {
      return Optional.of(RecordReaders.rejected(frame, rejected.reason(), rejected.stack()));
    }
    return broken(frame);
  }

  private Optional<String> broken(FrameRecord frame) {
    try (Picture picture = decoder.decode(frame.jpeg())) {
      assertThat(picture.size().width()).isPositive();
      return Optional.empty();
    } catch (Failure e) {
      assertThat(e.action()).isEqualTo(Failure.Action.SKIP);
      Job.Rejected rejected = Job.Rejected.by(e);
      return Optional.of(RecordReaders.rejected(frame, rejected.reason(), rejected.stack()));
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
