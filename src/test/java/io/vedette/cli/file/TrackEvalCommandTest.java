package io.vedette.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrackEvalCommandTest {
  private static final int FRAMES = 50;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path truth;

  /**
   * A walker to the right, and a shop's dummy, in the folders of a sequence, with Windows' lines.
   */
  @BeforeEach
  void writeSequence() throws IOException {
    Path sequence = Files.createDirectories(folder.resolve("MOT17-99-DPM"));
    Files.writeString(
        sequence.resolve("seqinfo.ini"),
        "[Sequence]\r\nname=MOT17-99-DPM\r\nframeRate=30\r\nimWidth=640\r\nimHeight=360\r\n");
    StringBuilder lines = new StringBuilder();
    for (int frame = FRAMES; frame > 0; frame--) {
      lines.append(frame).append(",1,").append(5 * frame).append(",100,40,120,1,1,1\r\n");
      lines.append(frame).append(",2,500,100,40,120,0,7,1\r\n");
    }
    truth = Files.createDirectories(sequence.resolve("gt")).resolve("gt.txt");
    Files.writeString(truth, lines);
  }

  @Test
  void shouldTrackDetectionsAndWriteWhatAnyoneCanMeasure() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int frame = 1; frame <= FRAMES; frame++) {
      lines.append(frame).append(",-1,").append(5 * frame).append(",100,40,120,1.8,-1,-1,-1\r\n");
      lines.append(frame).append(",-1,500,100,40,120,2.3,-1,-1,-1\r\n");
      lines.append(frame).append(",-1,300,200,40,120,-0.9,-1,-1,-1\r\n");
    }
    Path detections = write("det.txt", lines);
    Path tracks = folder.resolve("tracks.txt");

    assertThat(run(truth, detections, "--mot", tracks)).isZero();

    assertThat(out.toString().lines())
        .contains("IDF1      0.9899", "switches  0", "boxes     49 of 50 found, 1 missed, 0 false");
    String measured = out.toString().replaceAll("tracked.*\\R", "");
    out.getBuffer().setLength(0);
    assertThat(run(truth, tracks)).isZero();
    assertThat(out.toString()).isEqualTo(measured);
  }

  @Test
  void shouldReadTheLinesOfDetectFileAlsoWhenItTracked() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int frame = 0; frame < FRAMES; frame++) {
      lines.append(
          """
          {"camera":"a.mp4","frame":{"session":0,"sequence":%d,"captured_at":"2026-11-24T10:00:00Z",\
          "clock":"host","width":640,"height":360},"model":{"name":"m","digest":"0","device":"cpu"},\
          "objects":[{"label":"person","confidence":0.9,"box":{"x":%s,"y":%s,"w":0.0625,"h":%s}}]}
          {"type":"tracks","camera":"a.mp4","tracks":[]}
          """
              .formatted(frame, 5 * (frame + 1) / 640.0, 100 / 360.0, 120 / 360.0));
    }

    assertThat(run(truth, write("seen.jsonl", lines), "--label", "person")).isZero();

    assertThat(out.toString()).contains("49 of 50 found, 1 missed, 0 false");
  }

  @Test
  void shouldSayInOneLineWhatIsWrong() throws IOException {
    assertFailure("line 2: expected a number as field 3, found \"x\"", "1,1,1,1,1,1\n1,2,x,1,1,1");
    assertFailure("line 1: not a detection event", "{\"camera\":");
    assertFailure("line 2: expected each id once a frame", "1,1,1,1,1,1\n1,1,9,1,1,1");
    Path binary = folder.resolve("picture.jpg");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0});
    assertThat(run(truth, binary)).isEqualTo(1);
    assertThat(err.toString()).contains("expected text in UTF-8");
    assertThat(run(folder.resolve("none.txt"), binary)).isEqualTo(1);
    assertThat(err.toString()).contains("there is no such file");
    assertThat(run(truth, truth, "--fps", 0)).isEqualTo(2);
    assertThat(run(truth, truth, "--class", 5)).isEqualTo(1);
    assertThat(err.toString()).contains("there is none of class 5");
  }

  private void assertFailure(String message, String text) throws IOException {
    err.getBuffer().setLength(0);
    assertThat(run(truth, write("bad.txt", text))).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains("bad.txt", message);
  }

  private Path write(String name, CharSequence text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private int run(Object... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] words = new String[arguments.length + 1];
    words[0] = "track-eval";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 1] = arguments[i].toString();
    }
    return line.execute(words);
  }
}
