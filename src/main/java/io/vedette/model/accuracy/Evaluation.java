package io.vedette.model.accuracy;

import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.model.data.LabelledPicture;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.runtime.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The evaluation of a detector on labelled pictures, run as the detect role would. Confined to one
 * thread.
 */
public final class Evaluation implements AutoCloseable {
  /** Boxes worth a place on the curve: nearly all, as precision is read at every recall. */
  public static final DetectionSettings EVERY_BOX = DetectionSettings.plain(0.001, 0.6);

  private final OnnxModel model;
  private final Lane lane;
  private final Batch batch;
  private final Detector boxes;
  private final JpegDecoder decoder = new JpegDecoder();
  private final PictureScaler scaler = new PictureScaler();

  /** Opens the model on a lane; caller closes. */
  public Evaluation(OnnxModel model, InferenceSettings inference, DetectionSettings detection) {
    this.model = model;
    this.lane = Lane.open(model, inference);
    this.batch = lane.newBatch();
    this.boxes = new Detector(model, detection);
  }

  /**
   * The accuracy of the model on pictures. Classes are matched by name; boxes of other classes do
   * not count.
   *
   * @param names the names of the pictures' classes by index
   * @throws Failure of action STOP when the model has none of the classes
   */
  public Accuracy measure(
      List<String> names, List<LabelledPicture> pictures, Function<LabelledPicture, byte[]> jpegs) {
    return report(names, pictures, jpegs, EVERY_BOX).accuracy;
  }

  /**
   * The accuracy of the model, and the results of a worker on the same pictures.
   *
   * @param names the names of the pictures' classes by index
   * @param worker its settings
   * @throws Failure of action STOP when the model has none of the classes
   */
  public Report report(
      List<String> names,
      List<LabelledPicture> pictures,
      Function<LabelledPicture, byte[]> jpegs,
      DetectionSettings worker) {
    ClassMap classes = ClassMap.between(boxes.labels().names(), names);
    Detector workers = new Detector(model, worker);
    AccuracyMeter meter = new AccuracyMeter(names);
    OperatingMeter point = new OperatingMeter(names);
    run(
        pictures,
        jpegs,
        (picture, slot, letterbox) -> {
          List<DetectedObject> all = decoded(boxes, slot, letterbox);
          meter.add(renamed(all, classes, names), picture.boxes(), picture.size());
          List<DetectedObject> reported = decoded(workers, slot, letterbox);
          point.add(renamed(reported, classes, names), picture.boxes());
        });
    List<Double> confidences = confidences(workers, names.size(), classes);
    return new Report(meter.result(), point.result(confidences));
  }

  /** The model by itself, and with a worker's settings. */
  public record Report(Accuracy accuracy, OperatingPoint point) {}

  /**
   * Passes on what is found in each picture, in order, with the classes of the pictures.
   *
   * @param names the names of the pictures' classes by index
   * @throws Failure of action STOP when the model has none of the classes
   */
  public void detect(
      List<String> names,
      List<LabelledPicture> pictures,
      Function<LabelledPicture, byte[]> jpegs,
      BiConsumer<LabelledPicture, List<DetectedObject>> sink) {
    ClassMap classes = ClassMap.between(boxes.labels().names(), names);
    detect(
        pictures, jpegs, (picture, found) -> sink.accept(picture, renamed(found, classes, names)));
  }

  /** The least confidence of each of the pictures' classes; 1 of those that the model has not. */
  private List<Double> confidences(Detector how, int count, ClassMap classes) {
    List<Double> confidences = new ArrayList<>(Collections.nCopies(count, 1.0));
    for (int label = 0; label < boxes.labels().size(); label++) {
      if (classes.of(label) >= 0) {
        confidences.set(classes.of(label), how.confidence(label));
      }
    }
    return confidences;
  }

  private static List<DetectedObject> renamed(
      List<DetectedObject> found, ClassMap classes, List<String> names) {
    List<DetectedObject> renamed = new ArrayList<>();
    for (DetectedObject box : found) {
      int index = classes.of(box.classId());
      if (index >= 0) {
        renamed.add(new DetectedObject(names.get(index), index, box.confidence(), box.box()));
      }
    }
    return renamed;
  }

  /** Passes on what is found in each picture, in order. */
  public void detect(
      List<LabelledPicture> pictures,
      Function<LabelledPicture, byte[]> jpegs,
      BiConsumer<LabelledPicture, List<DetectedObject>> sink) {
    run(
        pictures,
        jpegs,
        (picture, slot, letterbox) -> sink.accept(picture, decoded(boxes, slot, letterbox)));
  }

  /** Takes note of a picture whose result is in a slot of the batch. */
  private interface Reader {
    void read(LabelledPicture picture, int slot, Letterbox letterbox);
  }

  private List<DetectedObject> decoded(Detector how, int slot, Letterbox letterbox) {
    return how.objects(batch, slot, letterbox);
  }

  private void run(
      List<LabelledPicture> pictures, Function<LabelledPicture, byte[]> jpegs, Reader reader) {
    for (int from = 0; from < pictures.size(); from += lane.batch()) {
      List<LabelledPicture> some =
          pictures.subList(from, Math.min(pictures.size(), from + lane.batch()));
      List<Letterbox> letterboxes = new ArrayList<>();
      for (int slot = 0; slot < some.size(); slot++) {
        letterboxes.add(load(jpegs.apply(some.get(slot)), slot));
      }
      lane.infer(batch, some.size());
      for (int slot = 0; slot < some.size(); slot++) {
        reader.read(some.get(slot), slot, letterboxes.get(slot));
      }
    }
  }

  private Letterbox load(byte[] jpeg, int slot) {
    try (Picture picture = decoder.decode(jpeg)) {
      return boxes.put(picture, batch, slot, scaler);
    }
  }

  @Override
  public void close() {
    scaler.close();
    decoder.close();
    batch.close();
    lane.close();
  }
}
