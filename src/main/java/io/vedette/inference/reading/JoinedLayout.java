package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import java.util.List;

/**
 * The layout of an output that consists of several layouts, one after the other, as with detectors
 * that output each scale separately.
 *
 * @param layouts at least one
 */
public record JoinedLayout(List<? extends Layout> layouts) implements Layout {
  public JoinedLayout {
    layouts = List.copyOf(layouts);
  }

  @Override
  public Points points(List<Tensor> tensors, int slot, Size size) {
    return new Joined(
        layouts.stream().map(layout -> layout.points(tensors, slot, size)).toArray(Points[]::new));
  }

  @Override
  public boolean isRegular() {
    return layouts.stream().allMatch(Layout::isRegular);
  }

  private static final class Joined implements Points {
    private final Points[] parts;
    private final int[] starts;

    Joined(Points[] parts) {
      this.parts = parts;
      this.starts = new int[parts.length + 1];
      for (int i = 0; i < parts.length; i++) {
        starts[i + 1] = starts[i] + parts[i].count();
      }
    }

    @Override
    public int count() {
      return starts[parts.length];
    }

    @Override
    public float bound(int point) {
      int part = part(point);
      return parts[part].bound(point - starts[part]);
    }

    @Override
    public int best(int point) {
      int part = part(point);
      return parts[part].best(point - starts[part]);
    }

    @Override
    public float score(int point, int classId) {
      int part = part(point);
      return parts[part].score(point - starts[part], classId);
    }

    @Override
    public void box(int point, float[] corners) {
      int part = part(point);
      parts[part].box(point - starts[part], corners);
    }

    private int part(int point) {
      int part = 0;
      while (point >= starts[part + 1]) {
        part++;
      }
      return part;
    }
  }
}
