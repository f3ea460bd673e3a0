package io.vedette.model.course;

import io.vedette.file.FileReason;
import io.vedette.file.WholeFile;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table of a training in its folder, whose rows begin with the step. Confined to one thread. */
final class CsvTable {
  private final Path file;
  private final String header;

  CsvTable(Path file, String header) {
    this.file = file;
    this.header = header;
  }

  /** Forgets the rows of later steps, which are taken again. */
  void cutAfter(long step) {
    write(
        rows().stream()
            .filter(row -> Long.parseLong(row.substring(0, row.indexOf(','))) <= step)
            .toList());
  }

  /** The rows so far, without the header. */
  List<String> rows() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().skip(1).filter(row -> row.contains(",")).toList()
          : List.of();
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be read: " + FileReason.of(e), e);
    }
  }

  void add(List<String> more) {
    List<String> all = new ArrayList<>(rows());
    all.addAll(more);
    write(all);
  }

  private void write(List<String> rows) {
    StringBuilder text = new StringBuilder(header).append('\n');
    rows.forEach(row -> text.append(row).append('\n'));
    try {
      WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be written: " + FileReason.of(e), e);
    }
  }
}
