package io.vedette.simulator.street;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
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

  private static final double LEAST_VISIBILITY = 0.1;
  private static final double FRAMES_PER_SECOND = 25;

  private final double framesPerSecond;
  private final View view;
  private final Light light;
  private final List<Actor> cast;
  private final BufferedImage backdrop;
  private final SensorNoise noise;

  /** A scene at 25 frames per second. */
  public StreetScene(long seed, Size size) {
    this(seed, size, FRAMES_PER_SECOND);
  }

  /** Paints the backdrop, which takes some tenths of a second. */
  public StreetScene(long seed, Size size, double framesPerSecond) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    Street street = Street.of(random, seed, size);
    this.framesPerSecond = framesPerSecond;
    this.view = street.view();
    this.light = Light.of(random);
    this.cast = Script.write(street, random);
    this.backdrop = new Backdrop(street, light, seed).paint();
    this.noise = new SensorNoise(seed);
  }

  /** After how many frames the pictures repeat. */
  public long loopFrames() {
    return loopFrames(framesPerSecond);
  }

  /** After how many frames the pictures of any scene repeat at a rate. */
  public static long loopFrames(double framesPerSecond) {
    return Math.max(1, Math.round(Script.LOOP * framesPerSecond));
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
    noise.add(pixels(image), Math.floorMod(frameNumber, loopFrames()));
    return new SceneFrame(image, objects(present));
  }

  /** The ground truth of a frame, without drawing it. */
  public List<SceneObject> objects(long frameNumber) {
    return objects(present(frameNumber));
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
    double time = Math.floorMod(frameNumber, loopFrames) * Script.LOOP / loopFrames;
    List<Presence> present = new ArrayList<>();
    for (int i = 0; i < cast.size(); i++) {
      Actor actor = cast.get(i);
      Optional<Actor.Appearance> appearance = actor.at(time, Script.LOOP);
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

  private List<SceneObject> objects(List<Presence> present) {
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
      if (box.w() >= SMALLEST && box.h() >= SMALLEST && visibility >= LEAST_VISIBILITY) {
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
