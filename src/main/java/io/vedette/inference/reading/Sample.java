package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import io.vedette.onnx.ElementType;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The known facts about a model before its family is recognised: the declarations of its file, and
 * its results for a test picture. The model is run only if the file is ambiguous. Confined to one
 * thread.
 */
public final class Sample {
  /** Strictly above every score of 0–1. */
  private static final float UNIT = 1.001f;

  /** The largest number of boxes that a model chooses itself. */
  public static final int MOST_CHOSEN = 1000;

  private static final int SCORE = 4;
  private static final int LABEL = 5;

  /**
   * An input or a result.
   *
   * @param shape lengths, the slowest first; that of pictures and of others that vary may be 0
   */
  public record Value(String name, ElementType type, List<Integer> shape) {
    public Value {
      shape = List.copyOf(shape);
    }

    public int rank() {
      return shape.size();
    }

    public int length(int axis) {
      return shape.get(axis);
    }

    @Override
    public String toString() {
      return name + " " + type.wireName() + " " + shape;
    }
  }

  /** The file of the model. */
  public interface Source {
    /** The picture's input. */
    Value picture();

    /** Further inputs. */
    List<Value> others();

    /** Texts by name. */
    Map<String, String> metadata();

    /** Names of classes of the settings or the file; empty when there are none. */
    List<String> names();

    /** The operators that a result is made by, a few steps back. */
    Set<String> operatorsBefore(String output);

    /** Whether the graph has a node of an operator. */
    boolean hasOperator(String operator);

    /** The attributes of a suppression node that was cut off; empty if there was none. */
    Map<String, Long> cutOff();

    /** The results, with lengths that hold for the test picture. */
    List<Value> outputs();

    /** The model's result for the test picture. */
    Tensor run(String output);
  }

  private final Size size;
  private final Source source;

  /**
   * @param size the test picture's size
   */
  public Sample(Size size, Source source) {
    this.size = size;
    this.source = source;
  }

  /** The pictures' size. */
  public Size size() {
    return size;
  }

  public Source source() {
    return source;
  }

  /** The results. */
  public List<Value> outputs() {
    return source.outputs();
  }

  /** Whether the picture is all that goes in. */
  public boolean isPictureOnly() {
    return source.others().isEmpty();
  }

  /** The only result that is read: the first, if it has so many dimensions. */
  public Optional<Value> first(int rank) {
    Value first = outputs().get(0);
    return first.rank() == rank ? Optional.of(first) : Optional.empty();
  }

  /** A result by name. */
  public Optional<Value> output(String name) {
    return outputs().stream().filter(output -> output.name().equals(name)).findFirst();
  }

  /** A result of some dimensions besides the first, as masks have them. */
  public Optional<Value> further(int rank) {
    return outputs().stream().skip(1).filter(output -> output.rank() == rank).findFirst();
  }

  /** The number of names; 0 when there are none. */
  public int named() {
    return source.names().size();
  }

  /** The task in the file: detect, segment, pose … */
  public String task() {
    return source.metadata().getOrDefault("task", "");
  }

  /** The strides of which maps have so many cells together; empty if none have. */
  public Optional<List<Integer>> strides(int cells) {
    return Cells.strides(size, cells);
  }

  /**
   * Whether rows are one or three for each cell of usual maps. Some sizes have as many cells as a
   * model may choose boxes, as 320x192 has 300 of strides 16 and 32; then the numbers decide.
   */
  public boolean isEachCell(Value output) {
    int boxes = output.length(1);
    boolean isCount =
        strides(boxes).isPresent() || (boxes % 3 == 0 && strides(boxes / 3).isPresent());
    return isCount && (boxes > MOST_CHOSEN || !isChosen(output));
  }

  /**
   * Whether rows are of boxes that the model chose: ordered by score and with whole classes, or all
   * of 0–1.
   */
  private boolean isChosen(Value output) {
    boolean isSorted =
        output.length(2) > LABEL
            && isDescending(output, TensorPart.rows(0, SCORE, 1))
            && isWhole(output, TensorPart.rows(0, LABEL, 1));
    TensorPart whole = TensorPart.rows(0, 0, output.length(2));
    return isSorted || (isUnit(output, whole) && highest(output, whole) > 0);
  }

  private boolean isDescending(Value output, TensorPart part) {
    float[] least = {Float.POSITIVE_INFINITY};
    return all(
        output,
        part,
        number -> {
          boolean isLess = number <= least[0];
          least[0] = number;
          return isLess;
        });
  }

  /** Whether all numbers in some columns are of 0–1. */
  public boolean isUnit(Value output, TensorPart part) {
    return all(output, part, number -> number >= -0.001f && number <= UNIT);
  }

  /** Whether all numbers in some columns are whole, and no less than -1. */
  public boolean isWhole(Value output, TensorPart part) {
    return all(output, part, number -> number >= -1 && number == Math.rint(number));
  }

  /** The largest number in some columns; 0 when there are none. */
  public float highest(Value output, TensorPart part) {
    float[] highest = {0};
    boolean unused =
        all(
            output,
            part,
            number -> {
              highest[0] = Math.max(highest[0], number);
              return true;
            });
    return highest[0];
  }

  /** The numbers of a result. */
  public FloatBuffer numbers(Value output) {
    return source.run(output.name()).values();
  }

  private boolean all(Value output, TensorPart part, Test test) {
    List<Tensor> tensors = List.of(source.run(output.name()));
    View view = new TensorPart(0, part.order(), part.column(), part.columns()).of(tensors, 0);
    int boxes = part.boxes(tensors);
    for (int box = 0; box < boxes; box++) {
      for (int column = 0; column < part.columns(); column++) {
        if (!test.holds(view.at(box, column))) {
          return false;
        }
      }
    }
    return true;
  }

  private interface Test {
    boolean holds(float number);
  }
}
