package io.vedette.inference.family;

import io.vedette.inference.family.Export.Known;
import io.vedette.inference.family.Export.Variant;
import io.vedette.onnx.ElementType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Every form of every family as a file with known boxes in it. */
public final class Exports {
  private static final int CLASSES = 80;
  private static final String NAMES = names();

  /**
   * How a form is made.
   *
   * @param family that it is of
   * @param isTyped whether numbers may be halves
   * @param isBatched whether the number of pictures may be open
   */
  public record Form(
      String family,
      boolean isTyped,
      boolean isBatched,
      BiFunction<Export, List<Known>, Export> maker) {
    public byte[] make(Variant variant, List<Known> boxes) {
      return maker.apply(new Export(variant), boxes).toBytes();
    }
  }

  /** By what they are called in the test's reports. */
  public static final Map<String, Form> ALL = all();

  private Exports() {}

  private static Map<String, Form> all() {
    Map<String, Form> all = new TreeMap<>();
    all.put("yolov5", typed("yolov5", Exports::yolov5));
    all.put("yolov5 bytes", batched("yolov5", Exports::yolov5Bytes));
    all.put("yolov5 one class", typed("yolov5", Exports::yolov5OneClass));
    all.put("yolov5 segmentation", typed("yolov5", Exports::yolov5Masks));
    all.put("yolov7 grid, no names", typed("yolov5", Exports::yolov7));
    all.put("yolov8", typed("yolov8", Exports::yolov8));
    all.put("yolov8 NHWC", typed("yolov8", Exports::yolov8Pixels));
    all.put("yolov8 segmentation", typed("yolov8", Exports::yolov8Masks));
    all.put("yolov8 pose", typed("yolov8", Exports::yolov8Pose));
    all.put("yolov8 turned boxes", typed("yolov8", Exports::yolov8Rotated));
    all.put("yolov8 two classes", typed("yolov8", Exports::yolov8TwoClasses));
    all.put("yolov8 coarse", typed("yolov8", Exports::yolov8Coarse));
    all.put("yolov10", typed("yolov10", Exports::endToEnd));
    all.put("yolov10 two classes", typed("yolov10", Exports::endToEndTwoClasses));
    all.put("yolov10 no names", typed("yolov10", Exports::endToEndNoNames));
    all.put("yolo26 segmentation", typed("yolov10", Exports::endToEndMasks));
    all.put("yolov7 max-wh", typed("yolov7-end2end", Exports::yolov7Flat));
    all.put("yolox raw", typed("yolox", Exports::yoloxRaw));
    all.put("yolox decoded", typed("yolox", Exports::yoloxDecoded));
    all.put("yolox one class", typed("yolox", Exports::yoloxOneClass));
    all.put("deepstream", typed("deepstream", Exports::deepstream));
    all.put("deepstream of anchors", typed("deepstream", Exports::deepstreamAnchors));
    all.put("nanodet columns", typed("nanodet", Exports::nanodetColumns));
    all.put("nanodet rows", typed("nanodet", Exports::nanodetRows));
    all.put("picodet", typed("picodet", Exports::picodet));
    all.put("rt-detr deployed", typed("rt-detr", Exports::detrDeployed));
    all.put("rt-detr ultralytics", typed("rt-detr-rows", Exports::rtdetrRows));
    all.put("rt-detr two classes", typed("rt-detr-rows", Exports::rtdetrTwoClasses));
    all.put("rt-detr optimum", typed("detr", Exports::rtdetrOptimum));
    all.put("deformable detr optimum", typed("detr", Exports::deformableDetr));
    all.put("detr optimum", typed("detr", Exports::detrOptimum));
    all.put("rf-detr", typed("rf-detr", Exports::rfdetr));
    all.put("rf-detr segmentation", typed("rf-detr", Exports::rfdetrMasks));
    all.put("efficientnms node", batched("efficientnms-trt", Exports::suppression));
    all.put("efficientnms results", typed("efficientnms", Exports::counted));
    all.put("yolo-nas batch", batched("efficientnms", Exports::nasBatch));
    all.put("yolo-nas flat", batched("yolo-nas", Exports::nasFlat));
    all.put("yolo-nas raw", batched("yolo-nas-raw", Exports::nasRaw));
    all.put("ssd", batched("ssd", Exports::ssd));
    all.put("torchvision", single("torchvision", Exports::torchvision));
    all.put("torchvision batch of one", single("torchvision", Exports::torchvisionBatch));
    return all;
  }

  private static Form typed(String family, BiFunction<Export, List<Known>, Export> maker) {
    return new Form(family, true, true, maker);
  }

  private static Form batched(String family, BiFunction<Export, List<Known>, Export> maker) {
    return new Form(family, false, true, maker);
  }

  private static Form single(String family, BiFunction<Export, List<Known>, Export> maker) {
    return new Form(family, false, false, maker);
  }

  private static String names() {
    StringBuilder names = new StringBuilder("{");
    for (int i = 0; i < CLASSES; i++) {
      names.append(i == 0 ? "" : ", ").append(i).append(": 'n").append(i).append('\'');
    }
    return names.append('}').toString();
  }

  private static Export images(Export export) {
    return export.planes("images", export.variant().type());
  }

  private static Export named(Export export) {
    return images(export).metadata("names", NAMES).metadata("stride", "32");
  }

  private static Export rows(Export export, String name, int rows, float[][] known, int width) {
    float[] table = new float[rows * width];
    for (int i = 0; i < known.length; i++) {
      System.arraycopy(known[i], 0, table, place(rows, i) * width, known[i].length);
    }
    return export.gives(name, export.variant().type(), table, rows, width);
  }

  /** Boxes that a model chose: the best come first. */
  private static Export chosen(Export export, int rows, float[][] known, int width) {
    float[] table = new float[rows * width];
    for (int i = 0; i < known.length; i++) {
      System.arraycopy(known[i], 0, table, i * width, width);
    }
    return export.gives("output0", export.variant().type(), table, rows, width);
  }

  private static Export columns(Export export, String name, int rows, float[][] known, int width) {
    float[] table = new float[rows * width];
    for (int i = 0; i < known.length; i++) {
      for (int column = 0; column < known[i].length; column++) {
        table[column * rows + place(rows, i)] = known[i][column];
      }
    }
    return export.gives(name, export.variant().type(), table, width, rows);
  }

  /** Somewhere among the rows. */
  private static int place(int rows, int number) {
    return (number * 37 + 11) % rows;
  }

  private static float[][] dense(List<Known> boxes, int width, int before, boolean isObject) {
    return boxes.stream()
        .map(
            box -> {
              float[] row = new float[width];
              System.arraycopy(box.centre(), 0, row, 0, 4);
              if (isObject) {
                row[4] = 0.95f;
              }
              row[before + box.label()] = box.score() / (isObject ? 0.95f : 1);
              return row;
            })
        .toArray(float[][]::new);
  }

  private static int anchors(Export export) {
    return 3 * usual(export);
  }

  private static int usual(Export export) {
    return export.variant().cells(8, 16, 32);
  }

  private static int coarse(Export export) {
    return export.variant().cells(8, 16, 32, 64);
  }

  private static Export yolov5(Export export, List<Known> boxes) {
    return rows(named(export), "output0", anchors(export), dense(boxes, 85, 5, true), 85);
  }

  private static Export yolov5Bytes(Export export, List<Known> boxes) {
    export.pixels("images", ElementType.UINT8).metadata("names", NAMES);
    return rows(export, "output", anchors(export), dense(boxes, 85, 5, true), 85);
  }

  private static Export yolov5OneClass(Export export, List<Known> boxes) {
    images(export).metadata("names", "['n0']");
    List<Known> same = boxes.stream().map(Exports::first).toList();
    return rows(export, "output0", anchors(export), dense(same, 6, 5, true), 6);
  }

  private static Known first(Known box) {
    return new Known(box.left(), box.top(), box.right(), box.bottom(), 0, box.score());
  }

  private static Known parity(Known box) {
    return new Known(
        box.left(), box.top(), box.right(), box.bottom(), box.label() % 2, box.score());
  }

  private static Export yolov5Masks(Export export, List<Known> boxes) {
    Export made = rows(named(export), "output0", anchors(export), dense(boxes, 117, 5, true), 117);
    return masks(made, "output1");
  }

  private static Export masks(Export export, String name) {
    int high = export.variant().size().height() / 4;
    int wide = export.variant().size().width() / 4;
    float[] zeros = new float[32 * high * wide];
    return export.gives(name, export.variant().type(), zeros, 32, high, wide);
  }

  private static Export yolov7(Export export, List<Known> boxes) {
    return rows(images(export), "output", anchors(export), dense(boxes, 85, 5, true), 85);
  }

  private static Export yolov8(Export export, List<Known> boxes) {
    return columns(named(export), "output0", usual(export), dense(boxes, 84, 4, false), 84);
  }

  private static Export yolov8Pixels(Export export, List<Known> boxes) {
    export.pixels("images", export.variant().type()).metadata("names", NAMES);
    return columns(export, "output0", usual(export), dense(boxes, 84, 4, false), 84);
  }

  private static Export yolov8Masks(Export export, List<Known> boxes) {
    named(export).metadata("task", "segment");
    columns(export, "output0", usual(export), dense(boxes, 116, 4, false), 116);
    return masks(export, "output1");
  }

  private static Export yolov8Pose(Export export, List<Known> boxes) {
    images(export).metadata("names", "{0: 'n0'}").metadata("task", "pose");
    export.metadata("kpt_shape", "[17, 3]");
    List<Known> same = boxes.stream().map(Exports::first).toList();
    return columns(export, "output0", usual(export), dense(same, 56, 4, false), 56);
  }

  private static Export yolov8Rotated(Export export, List<Known> boxes) {
    named(export).metadata("task", "obb");
    return columns(export, "output0", usual(export), dense(boxes, 85, 4, false), 85);
  }

  private static Export yolov8TwoClasses(Export export, List<Known> boxes) {
    images(export).metadata("names", "{\"0\": \"n0\", \"1\": \"n1\"}");
    List<Known> two = boxes.stream().map(Exports::parity).toList();
    return columns(export, "output0", usual(export), dense(two, 6, 4, false), 6);
  }

  private static Export yolov8Coarse(Export export, List<Known> boxes) {
    return columns(named(export), "output0", coarse(export), dense(boxes, 84, 4, false), 84);
  }

  private static float[][] six(List<Known> boxes, int width) {
    return boxes.stream()
        .map(
            box -> {
              float[] row = new float[width];
              System.arraycopy(box.corners(), 0, row, 0, 4);
              row[4] = box.score();
              row[5] = box.label();
              return row;
            })
        .toArray(float[][]::new);
  }

  private static Export endToEnd(Export export, List<Known> boxes) {
    return chosen(named(export).metadata("task", "detect"), 300, six(boxes, 6), 6);
  }

  private static Export endToEndTwoClasses(Export export, List<Known> boxes) {
    images(export).metadata("names", "{0: 'n0', 1: 'n1'}");
    List<Known> two = boxes.stream().map(Exports::parity).toList();
    return chosen(export, 300, six(two, 6), 6);
  }

  private static Export endToEndNoNames(Export export, List<Known> boxes) {
    return chosen(images(export), 100, six(boxes, 6), 6);
  }

  private static Export endToEndMasks(Export export, List<Known> boxes) {
    named(export).metadata("task", "segment");
    return masks(chosen(export, 300, six(boxes, 38), 38), "output1");
  }

  /** The objects of two pictures. */
  private static float[] flat(List<Known> boxes, boolean isScoreFirst) {
    float[] table = new float[7 * 2 * boxes.size()];
    for (int i = 0; i < 2 * boxes.size(); i++) {
      Known box = boxes.get(i % boxes.size());
      table[7 * i] = i / boxes.size();
      System.arraycopy(box.corners(), 0, table, 7 * i + 1, 4);
      table[7 * i + 5] = isScoreFirst ? box.score() : box.label();
      table[7 * i + 6] = isScoreFirst ? box.label() : box.score();
    }
    return table;
  }

  private static Export yolov7Flat(Export export, List<Known> boxes) {
    float[] table = flat(boxes, false);
    return images(export).givesFlat("output", export.variant().type(), table, 2 * boxes.size(), 7);
  }

  private static float[][] cells(Export export, List<Known> boxes, int width) {
    float[][] table = new float[usual(export)][width];
    for (Known box : boxes) {
      int stride = 16;
      int column = (int) box.x() / stride;
      int row = (int) box.y() / stride;
      int cell = export.variant().cells(8) + row * export.variant().columns(stride) + column;
      table[cell][0] = box.x() / stride - column;
      table[cell][1] = box.y() / stride - row;
      table[cell][2] = (float) Math.log(box.width() / stride);
      table[cell][3] = (float) Math.log(box.height() / stride);
      table[cell][4] = 0.95f;
      table[cell][5 + box.label()] = box.score() / 0.95f;
    }
    return table;
  }

  private static Export whole(Export export, String name, float[][] table) {
    int width = table[0].length;
    float[] all = new float[table.length * width];
    for (int i = 0; i < table.length; i++) {
      System.arraycopy(table[i], 0, all, i * width, width);
    }
    return export.gives(name, export.variant().type(), all, table.length, width);
  }

  private static Export yoloxRaw(Export export, List<Known> boxes) {
    return whole(images(export), "output", cells(export, boxes, 85));
  }

  private static Export yoloxDecoded(Export export, List<Known> boxes) {
    return rows(images(export), "output", usual(export), dense(boxes, 85, 5, true), 85);
  }

  private static Export yoloxOneClass(Export export, List<Known> boxes) {
    images(export).metadata("names", "['n0']");
    List<Known> same = boxes.stream().map(Exports::first).toList();
    return whole(export, "output", cells(export, same, 6));
  }

  private static Export deepstream(Export export, List<Known> boxes) {
    export.planes("input", export.variant().type());
    return rows(export, "output", usual(export), six(boxes, 6), 6);
  }

  private static Export deepstreamAnchors(Export export, List<Known> boxes) {
    export.planes("input", export.variant().type());
    return rows(export, "output", anchors(export), six(boxes, 6), 6);
  }

  /** Bins before a softmax of which the expectation is a distance. */
  private static void bins(float[] row, int from, float distance) {
    int floor = (int) distance;
    for (int i = 0; i < 8; i++) {
      row[from + i] = -30;
    }
    row[from + floor] = (float) Math.log(Math.max(1e-12, 1 - (distance - floor)));
    row[from + floor + 1] = (float) Math.log(Math.max(1e-12, distance - floor));
  }

  /** A row for each cell of NanoDet and PicoDet; scores before a sigmoid, or not. */
  private static float[][] distances(
      Export export, List<Known> boxes, float offset, boolean isLogit) {
    float[][] table = new float[coarse(export)][CLASSES + 32];
    for (float[] row : table) {
      for (int i = 0; i < CLASSES; i++) {
        row[i] = isLogit ? -9 : 0;
      }
    }
    for (Known box : boxes) {
      int stride = 32;
      int column = (int) Math.floor(box.x() / stride - offset + 0.5f);
      int row = (int) Math.floor(box.y() / stride - offset + 0.5f);
      int cell = export.variant().cells(8, 16) + row * export.variant().columns(stride) + column;
      float x = (column + offset) * stride;
      float y = (row + offset) * stride;
      float score = box.score();
      table[cell][box.label()] = isLogit ? (float) Math.log(score / (1 - score)) : score;
      bins(table[cell], CLASSES, (x - box.left()) / stride);
      bins(table[cell], CLASSES + 8, (y - box.top()) / stride);
      bins(table[cell], CLASSES + 16, (box.right() - x) / stride);
      bins(table[cell], CLASSES + 24, (box.bottom() - y) / stride);
    }
    return table;
  }

  private static Export nanodetRows(Export export, List<Known> boxes) {
    export.planes("data", export.variant().type());
    return whole(export, "output", distances(export, boxes, 0, true));
  }

  private static Export nanodetColumns(Export export, List<Known> boxes) {
    export.planes("data", export.variant().type());
    float[][] table = distances(export, boxes, 0, true);
    float[] turned = new float[table.length * table[0].length];
    for (int i = 0; i < table.length; i++) {
      for (int column = 0; column < table[i].length; column++) {
        turned[column * table.length + i] = table[i][column];
      }
    }
    return export.gives("output", export.variant().type(), turned, table[0].length, table.length);
  }

  private static Export picodet(Export export, List<Known> boxes) {
    export.planes("image", export.variant().type());
    float[][] table = distances(export, boxes, 0.5f, false);
    int first = 0;
    for (int stride : new int[] {8, 16, 32, 64}) {
      int count = export.variant().cells(stride);
      float[] scores = new float[count * CLASSES];
      float[] sides = new float[count * 32];
      for (int i = 0; i < count; i++) {
        System.arraycopy(table[first + i], 0, scores, i * CLASSES, CLASSES);
        System.arraycopy(table[first + i], CLASSES, sides, i * 32, 32);
      }
      export.gives("scores_" + stride, export.variant().type(), scores, count, CLASSES);
      export.gives("boxes_" + stride, export.variant().type(), sides, count, 32);
      first += count;
    }
    return export;
  }

  private static final int QUERIES = 300;

  /** A list with one number for each box, then zeros. */
  private static float[] list(List<Known> boxes, int length, boolean isScore, int first) {
    float[] list = new float[length];
    for (int i = 0; i < boxes.size(); i++) {
      list[i] = isScore ? boxes.get(i).score() : boxes.get(i).label() + first;
    }
    return list;
  }

  private static float[] corners(List<Known> boxes, int length) {
    float[] list = new float[4 * length];
    for (int i = 0; i < boxes.size(); i++) {
      System.arraycopy(boxes.get(i).corners(), 0, list, 4 * i, 4);
    }
    return list;
  }

  private static Export detrDeployed(Export export, List<Known> boxes) {
    ElementType type = export.variant().type();
    return images(export)
        .sizes("orig_target_sizes")
        .gives("labels", ElementType.INT64, list(boxes, QUERIES, false, 0), QUERIES)
        .gives("boxes", type, corners(boxes, QUERIES), QUERIES, 4)
        .gives("scores", type, list(boxes, QUERIES, true, 0), QUERIES);
  }

  private static float[][] relative(Export export, List<Known> boxes, int classes) {
    return boxes.stream()
        .map(
            box -> {
              float[] row = new float[4 + classes];
              float[] part = Known.relative(box.centre(), export.variant().size());
              System.arraycopy(part, 0, row, 0, 4);
              row[4 + box.label()] = box.score();
              return row;
            })
        .toArray(float[][]::new);
  }

  private static Export rtdetrRows(Export export, List<Known> boxes) {
    return rows(named(export), "output0", QUERIES, relative(export, boxes, CLASSES), 84);
  }

  private static Export rtdetrTwoClasses(Export export, List<Known> boxes) {
    images(export).metadata("names", "{0: 'n0', 1: 'n1'}");
    List<Known> two = boxes.stream().map(Exports::parity).toList();
    return rows(export, "output0", QUERIES, relative(export, two, 2), 6);
  }

  private static float[] logits(List<Known> boxes, int queries, int classes) {
    float[] logits = new float[queries * classes];
    java.util.Arrays.fill(logits, -9);
    for (int i = 0; i < boxes.size(); i++) {
      float score = boxes.get(i).score();
      logits[i * classes + boxes.get(i).label()] = (float) Math.log(score / (1 - score));
    }
    return logits;
  }

  private static float[] centres(Export export, List<Known> boxes, int queries) {
    float[] table = new float[4 * queries];
    for (int i = 0; i < boxes.size(); i++) {
      float[] part = Known.relative(boxes.get(i).centre(), export.variant().size());
      System.arraycopy(part, 0, table, 4 * i, 4);
    }
    return table;
  }

  /** Its queries are chosen, as those of Deformable DETR are not. */
  private static Export rtdetrOptimum(Export export, List<Known> boxes) {
    return deformableDetr(export, boxes).highest("logits", 2);
  }

  private static Export deformableDetr(Export export, List<Known> boxes) {
    ElementType type = export.variant().type();
    return export
        .planes("pixel_values", type)
        .gives("logits", type, logits(boxes, QUERIES, CLASSES), QUERIES, CLASSES)
        .gives("pred_boxes", type, centres(export, boxes, QUERIES), QUERIES, 4);
  }

  /** One score against no object: the others are as good as nothing. */
  private static float[] softmaxed(List<Known> boxes, int queries, int classes) {
    float[] logits = new float[queries * classes];
    java.util.Arrays.fill(logits, -30);
    for (int i = 0; i < queries; i++) {
      float score = i < boxes.size() ? boxes.get(i).score() : 1e-4f;
      int label = i < boxes.size() ? boxes.get(i).label() : 1;
      logits[i * classes + label] = (float) Math.log(score);
      logits[(i + 1) * classes - 1] = (float) Math.log(1 - score);
    }
    return logits;
  }

  private static Export detrOptimum(Export export, List<Known> boxes) {
    ElementType type = export.variant().type();
    return export
        .planes("pixel_values", type)
        .gives("logits", type, softmaxed(boxes, 100, 92), 100, 92)
        .gives("pred_boxes", type, centres(export, boxes, 100), 100, 4);
  }

  private static Export rfdetr(Export export, List<Known> boxes) {
    ElementType type = export.variant().type();
    return export
        .planes("input", type)
        .gives("dets", type, centres(export, boxes, QUERIES), QUERIES, 4)
        .gives("labels", type, logits(boxes, QUERIES, 91), QUERIES, 91);
  }

  private static Export rfdetrMasks(Export export, List<Known> boxes) {
    return rfdetr(export, boxes)
        .gives("masks", export.variant().type(), new float[QUERIES * 16], QUERIES, 4, 4);
  }

  private static Export suppression(Export export, List<Known> boxes) {
    int rows = usual(export);
    images(export);
    float[] scores = new float[rows * CLASSES];
    for (int i = 0; i < boxes.size(); i++) {
      scores[i * CLASSES + boxes.get(i).label()] = boxes.get(i).score();
    }
    return export
        .made("all_boxes", corners(boxes, rows), rows, 4)
        .made("all_scores", scores, rows, CLASSES)
        .suppressed("all_boxes", "all_scores");
  }

  private static Export counted(Export export, List<Known> boxes) {
    ElementType type = export.variant().type();
    return images(export)
        .gives("num_dets", ElementType.INT32, new float[] {boxes.size()}, 1)
        .gives("det_boxes", type, corners(boxes, 100), 100, 4)
        .gives("det_scores", type, list(boxes, 100, true, 0), 100)
        .gives("det_classes", ElementType.INT32, list(boxes, 100, false, 0), 100);
  }

  private static Export nasBatch(Export export, List<Known> boxes) {
    return export
        .planes("input", ElementType.UINT8)
        .gives("graph2_num_predictions", ElementType.INT64, new float[] {boxes.size()}, 1)
        .gives("graph2_pred_boxes", ElementType.FLOAT, corners(boxes, 100), 100, 4)
        .gives("graph2_pred_scores", ElementType.FLOAT, list(boxes, 100, true, 0), 100)
        .gives("graph2_pred_classes", ElementType.INT64, list(boxes, 100, false, 0), 100);
  }

  private static Export nasFlat(Export export, List<Known> boxes) {
    float[] table = flat(boxes, true);
    return export
        .planes("input", ElementType.UINT8)
        .givesFlat("graph2_flat_predictions", ElementType.FLOAT, table, 2 * boxes.size(), 7);
  }

  private static Export nasRaw(Export export, List<Known> boxes) {
    int rows = usual(export);
    float[] scores = new float[rows * CLASSES];
    for (int i = 0; i < boxes.size(); i++) {
      scores[i * CLASSES + boxes.get(i).label()] = boxes.get(i).score();
    }
    return export
        .planes("input", ElementType.UINT8)
        .gives("boxes", ElementType.FLOAT, corners(boxes, rows), rows, 4)
        .gives("scores", ElementType.FLOAT, scores, rows, CLASSES);
  }

  private static Export ssd(Export export, List<Known> boxes) {
    float[] places = new float[400];
    for (int i = 0; i < boxes.size(); i++) {
      float[] part = Known.relative(boxes.get(i).corners(), export.variant().size());
      float[] swapped = {part[1], part[0], part[3], part[2]};
      System.arraycopy(swapped, 0, places, 4 * i, 4);
    }
    return export
        .pixels("input_tensor", ElementType.UINT8)
        .gives("detection_boxes", ElementType.FLOAT, places, 100, 4)
        .gives("detection_classes", ElementType.FLOAT, list(boxes, 100, false, 1), 100)
        .gives("detection_scores", ElementType.FLOAT, list(boxes, 100, true, 0), 100)
        .gives("num_detections", ElementType.FLOAT, new float[] {boxes.size()});
  }

  private static Export torchvision(Export export, List<Known> boxes) {
    return objects(export.single("input"), boxes);
  }

  private static Export torchvisionBatch(Export export, List<Known> boxes) {
    return objects(export.planes("input", ElementType.FLOAT), boxes);
  }

  private static Export objects(Export export, List<Known> boxes) {
    int count = boxes.size();
    return export
        .givesFlat("boxes", ElementType.FLOAT, corners(boxes, count), count, 4)
        .givesFlat("labels", ElementType.INT64, list(boxes, count, false, 0), count)
        .givesFlat("scores", ElementType.FLOAT, list(boxes, count, true, 0), count);
  }

  /** For a report. */
  static String title(String form, Variant variant) {
    return String.format(
        Locale.ROOT,
        "%s %s %s %s",
        form,
        variant.size(),
        variant.isDynamic() ? "dynamic" : "fixed",
        variant.type().wireName());
  }
}
