package io.vedette.model.torch;

import static org.bytedeco.pytorch.global.torch.arange;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.meshgrid;
import static org.bytedeco.pytorch.global.torch.stack;

import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.model.yolo.Head;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The decoding of the head's raw maps to boxes in model pixels: {@code [batch, rows, 5 + classes]}.
 */
public final class TorchDecoder {
  private TorchDecoder() {}

  /** Rows scale by scale, anchor by anchor, then by row and column of the map. */
  public static Tensor decode(List<Tensor> maps, Anchors anchors) {
    List<Tensor> rows = new ArrayList<>();
    for (int scale = 0; scale < maps.size(); scale++) {
      rows.add(decode(maps.get(scale), DetectorNetwork.STRIDES.get(scale), anchors.at(scale)));
    }
    return cat(new TensorVector(rows.toArray(Tensor[]::new)), 1);
  }

  private static Tensor decode(Tensor map, int stride, float[] anchors) {
    long height = map.size(2);
    long width = map.size(3);
    long columns = map.size(1) / Head.ANCHORS;
    Tensor values = byAnchor(map).sigmoid();
    Tensor cells = cells(height, width);
    Tensor doubled = values.narrow(4, 0, 2).mul(new Scalar(2)).sub(new Scalar(0.5f));
    Tensor centre = doubled.add(cells).mul(new Scalar(stride));
    Tensor twice = values.narrow(4, 2, 2).mul(new Scalar(2));
    Tensor size = twice.mul(twice).mul(Tensors.of(anchors, 1, Head.ANCHORS, 1, 1, 2));
    Tensor scores = values.narrow(4, 4, columns - 4);
    return cat(new TensorVector(centre, size, scores), 4)
        .reshape(map.size(0), Head.ANCHORS * height * width, columns);
  }

  /** {@code [batch, anchors, height, width, 5 + classes]}. */
  public static Tensor byAnchor(Tensor map) {
    long columns = map.size(1) / Head.ANCHORS;
    return map.reshape(map.size(0), Head.ANCHORS, columns, map.size(2), map.size(3))
        .permute(0, 1, 3, 4, 2);
  }

  /** {@code [1, 1, height, width, 2]}: column and row of each cell. */
  private static Tensor cells(long height, long width) {
    Tensor rows = arange(new Scalar((float) height));
    Tensor columns = arange(new Scalar((float) width));
    TensorVector grid = meshgrid(new TensorVector(rows, columns), "ij");
    return stack(new TensorVector(grid.get(1), grid.get(0)), 2).view(1, 1, height, width, 2);
  }
}
