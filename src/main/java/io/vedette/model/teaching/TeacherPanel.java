package io.vedette.model.teaching;

import io.vedette.inference.InferenceSettings;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.OnnxModel;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.train.Teacher;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Several teachers: one of them for each picture, or the mean of all. Confined to one thread. */
public final class TeacherPanel implements Teacher {
  /** The choice of a picture's teachers. */
  public enum Mode {
    /** One teacher by chance: as cheap as one, and over many pictures the mean. */
    TURNS,
    /** All teachers; their scores are averaged place by place. */
    MEAN;

    /** The mode as written on the command line. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final List<Teacher> teachers = new ArrayList<>();
  private final Mode mode;

  private TeacherPanel(Mode mode) {
    this.mode = mode;
  }

  /**
   * Opens all of them.
   *
   * @param names the names of the classes that are trained
   * @throws Failure of action STOP when one cannot teach
   */
  public static TeacherPanel open(List<Path> files, Mode mode, List<String> names) {
    TeacherPanel panel = new TeacherPanel(mode);
    try {
      files.forEach(file -> panel.teachers.add(open(file, names)));
      return panel;
    } catch (RuntimeException e) {
      panel.close();
      throw e;
    }
  }

  private static Teacher open(Path file, List<String> names) {
    InferenceSettings inference =
        new InferenceSettings(
            file.toString(), Device.CPU, 0, 1, 1, null, null, Duration.ofMillis(10));
    return new OnnxTeacher(OnnxModel.load(inference), inference, names);
  }

  @Override
  public List<SoftTarget> see(TrainingPicture picture, SplittableRandom random) {
    if (mode == Mode.TURNS) {
      return teachers.get(random.nextInt(teachers.size())).see(picture, random);
    }
    List<SoftTarget> all = new ArrayList<>();
    for (int i = 0; i < teachers.size(); i++) {
      for (SoftTarget one : teachers.get(i).see(picture, random)) {
        all.add(
            new SoftTarget(
                one.cx(),
                one.cy(),
                one.width(),
                one.height(),
                one.scores(),
                i,
                1f / teachers.size()));
      }
    }
    return all;
  }

  @Override
  public void close() {
    teachers.forEach(Teacher::close);
  }
}
