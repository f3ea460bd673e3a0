package io.vedette.cli.model;

import io.vedette.model.data.DataSet;
import java.io.PrintWriter;

/** The files and labels that a data set was read without, as text. */
final class LeftOutList {
  private static final int MOST = 20;

  private LeftOutList() {}

  static void print(DataSet set, PrintWriter out) {
    if (!set.leftOut().isEmpty()) {
      out.println(set.leftOut().size() + " left out:");
      set.leftOut().stream().limit(MOST).forEach(one -> out.println("  " + one));
    }
    if (set.leftOut().size() > MOST) {
      out.println("  … and " + (set.leftOut().size() - MOST) + " more");
    }
  }
}
