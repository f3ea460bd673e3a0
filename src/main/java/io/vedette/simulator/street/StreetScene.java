package io.vedette.simulator.street;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.simulator.body.BodyPart;
import io.vedette.simulator.body.MovingBody;
import io.vedette.simulator.body.Pose;
import io.vedette.simulator.body.Vector;
import io.vedette.simulator.drawing.Light;
import io.vedette.simulator.drawing.Painter;
import io.vedette.simulator.drawing.PictureEffect;
import io.vedette.simulator.drawing.PinholeCamera;
import io.vedette.simulator.drawing.SensorNoise;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A street seen by a fixed camera, with people and vehicles on scripted paths. The same seed, size
 * and rate give the same pictures. Thread-safe.
 *
 * <p>The scene goes on for ever and repeats itself, without a seam, every {@link #loopFrames()}
 * frames; an object that comes by again does so under a new track id.
 */
public final class StreetScene {
  /** Objects whose box is smaller than this part of the picture's height and width are left out. */
  private static final double SMALLEST = 0.012;

  /**
   * The smallest size of objects in scenes that try a motion gate, where nobody is too small to
   * count.
   */
  private static final double SMALLEST_ON_TRIAL = 0.004;

  private static final double LEAST_VISIBILITY = 0.1;
  private static final double FRAMES_PER_SECOND = 25;

  private final double framesPerSecond;
  private final double loopSeconds;
  private final double smallest;
  private final PictureEffect conditions;
  private final PinholeCamera view;
  private final Light light;
  private final List<MovingBody> cast;
  private final BufferedImage backdrop;
  private final SensorNoise noise;

  /** A scene at 25 frames per second. */
  public StreetScene(long seed, Size size) {
    this(seed, size, FRAMES_PER_SECOND);
  }

  /** Paints the backdrop, which takes some tenths of a second. */
  public StreetScene(long seed, Size size, double framesPerSecond) {
    this(SceneKind.STREET, seed, size, framesPerSecond);
  }

  /** A scene of another kind. */
  public StreetScene(SceneKind kind, long seed, Size size, double framesPerSecond) {
    boolean isStreet = kind == SceneKind.STREET;
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    Street street = isStreet ? Street.of(random, seed, size) : TestScript.street(random, size);
    this.framesPerSecond = framesPerSecond;
    this.loopSeconds = kind.loopSeconds();
    this.smallest = isStreet ? SMALLEST : SMALLEST_ON_TRIAL;
    this.conditions = kind.conditions(seed);
    this.view = street.view();
    this.light = Light.of(random);
    this.cast = isStreet ? Script.write(street, random) : TestScript.write(kind, street, random);
    this.backdrop = new Backdrop(street, light, seed).paint();
    this.noise = new SensorNoise(seed);
  }

  /** The number of frames after which the pictures repeat. */
  public long loopFrames() {
    return loopFrames(loopSeconds, framesPerSecond);
  }

  /** The number of frames after which the pictures of any street repeat at a rate. */
  public static long loopFrames(double framesPerSecond) {
    return loopFrames(SceneKind.STREET, framesPerSecond);
  }

  /** The number of frames after which the pictures of any scene of a kind repeat at a rate. */
  public static long loopFrames(SceneKind kind, double framesPerSecond) {
    return loopFrames(kind.loopSeconds(), framesPerSecond);
  }

  private static long loopFrames(double seconds, double framesPerSecond) {
    return Math.max(1, Math.round(seconds * framesPerSecond));
  }

  /** Draws a frame, which is the caller's own. */
  public SceneFrame render(long frameNumber) {
    List<Presence> present = present(frameNumber);
    BufferedImage image =
        new BufferedImage(backdrop.getWidth(), backdrop.getHeight(), BufferedImage.TYPE_INT_RGB);
    System.arraycopy(pixels(backdrop), 0, pixels(image), 0, pixels(image).length);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    Painter painter = new Painter(graphics, view, light);
    present.forEach(presence -> painter.shadow(presence.pose, presence.extent));
    present.forEach(presence -> painter.draw(presence.parts));
    graphics.dispose();
    long inLoop = Math.floorMod(frameNumber, loopFrames());
    conditions.apply(
        image, new PictureEffect.Moment(inLoop, inLoop / framesPerSecond, lamps(present)));
    noise.add(pixels(image), inLoop);
    return new SceneFrame(image, objects(present, smallest));
  }

  /** The ground truth of a frame, without drawing it. */
  public List<SceneObject> objects(long frameNumber) {
    return objects(frameNumber, smallest);
  }

  /**
   * The objects of a frame, smaller ones included.
   *
   * @param least part of the picture's height and width that a box has to have
   */
  public List<SceneObject> objects(long frameNumber, double least) {
    return objects(present(frameNumber), least);
  }

  /** Someone on stage at one moment, with the pixels they cover. */
  private record Presence(
      String label,
      long trackId,
      Pose pose,
      Vector extent,
      List<BodyPart> parts,
      Rectangle2D.Double bounds) {}

  /** Everyone in front of the camera, the farthest first. */
  private List<Presence> present(long frameNumber) {
    long loopFrames = loopFrames();
    long loop = Math.floorDiv(frameNumber, loopFrames);
    double time = Math.floorMod(frameNumber, loopFrames) * loopSeconds / loopFrames;
    List<Presence> present = new ArrayList<>();
    for (int i = 0; i < cast.size(); i++) {
      MovingBody actor = cast.get(i);
      Optional<MovingBody.Appearance> appearance = actor.at(time, loopSeconds);
      if (appearance.isPresent()) {
        Pose pose = appearance.get().pose();
        List<BodyPart> parts = actor.body().parts(pose);
        if (Painter.isInFront(parts, view)) {
          // Two loops of lead: a path that began before frame 0 still gets a positive id.
          long trackId = (loop + appearance.get().loop() + 2) * cast.size() + i + 1;
          present.add(
              new Presence(
                  actor.body().label(),
                  trackId,
                  pose,
                  actor.body().extent(),
                  parts,
                  Painter.bounds(parts, view)));
        }
      }
    }
    present.sort(
        Comparator.comparingDouble(
                (Presence p) -> view.depth(new Vector(p.pose.x(), p.pose.y(), 0)))
            .reversed());
    return present;
  }

  private List<PictureEffect.Lamp> lamps(List<Presence> present) {
    List<PictureEffect.Lamp> lamps = new ArrayList<>();
    for (Presence presence : present) {
      if (!presence.label.equals("person")) {
        Vector front = presence.pose.place(new Vector(presence.extent.x() / 2, 0, 0.7));
        lamps.add(new PictureEffect.Lamp(view.project(front), view.scale(front)));
      }
    }
    return lamps;
  }

  private List<SceneObject> objects(List<Presence> present, double least) {
    List<SceneObject> objects = new ArrayList<>();
    for (int i = 0; i < present.size(); i++) {
      Presence presence = present.get(i);
      Rectangle2D.Double bounds = presence.bounds;
      double width = view.size().width();
      double height = view.size().height();
      RelativeBox box =
          RelativeBox.ofCorners(
              bounds.x / width,
              bounds.y / height,
              (bounds.x + bounds.width) / width,
              (bounds.y + bounds.height) / height);
      double visibility = visibility(bounds, present.subList(i + 1, present.size()));
      if (box.w() >= least && box.h() >= least && visibility >= LEAST_VISIBILITY) {
        objects.add(new SceneObject(presence.label, box, presence.trackId, visibility));
      }
    }
    return objects;
  }

  /** Share of a grid of points over the bounds that is inside the picture and not covered. */
  private double visibility(Rectangle2D.Double bounds, List<Presence> nearer) {
    int grid = 8;
    int seen = 0;
    Rectangle2D.Double picture =
        new Rectangle2D.Double(0, 0, view.size().width(), view.size().height());
    List<Presence> covering =
        nearer.stream().filter(other -> other.bounds.intersects(bounds)).toList();
    for (int i = 0; i < grid * grid; i++) {
      int row = i / grid;
      double x = bounds.x + bounds.width * (i % grid + 0.5) / grid;
      double y = bounds.y + bounds.height * (row + 0.5) / grid;
      if (picture.contains(x, y)
          && covering.stream().noneMatch(other -> other.bounds.contains(x, y))) {
        seen++;
      }
    }
    return (double) seen / (grid * grid);
  }

  private static int[] pixels(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }
}
