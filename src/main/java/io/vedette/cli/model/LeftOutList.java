package io.vedette.cli.model;

import io.vedette.model.data.DataSet;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The files and labels that a data set was read without, as text. */
final class LeftOutList {
  private static final int MOST = 20;

  private LeftOutList() {}

  /** A line with their number and a line for each; none where nothing was left out. */
  static List<String> of(DataSet set) {
    List<String> lines = new ArrayList<>();
    if (!set.leftOut().isEmpty()) {
      lines.add(set.leftOut().size() + " left out:");
      set.leftOut().stream().limit(MOST).forEach(one -> lines.add("  " + one));
    }
    if (set.leftOut().size() > MOST) {
      lines.add("  … and " + (set.leftOut().size() - MOST) + " more");
    }
    return lines;
  }

  static void print(DataSet set, PrintWriter out) {
    of(set).forEach(out::println);
  }
}
