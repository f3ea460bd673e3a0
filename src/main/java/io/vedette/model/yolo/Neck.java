package io.vedette.model.yolo;

import io.vedette.model.layer.Operators;
import java.util.List;

/**
 * YOLOv5's neck: a feature pyramid, which carries coarse maps down to the fine ones, then path
 * aggregation, which carries the results back up. Immutable.
 */
record Neck(
    Sppf sppf,
    ConvSilu lateral5,
    C3 topDown4,
    ConvSilu lateral4,
    C3 topDown3,
    ConvSilu down3,
    C3 bottomUp4,
    ConvSilu down4,
    C3 bottomUp5) {

  static Neck of(List<Integer> in, List<Integer> out, int repeats) {
    int c3 = out.get(0);
    int c4 = out.get(1);
    int c5 = out.get(2);
    return new Neck(
        Sppf.of("sppf", in.get(2), c5),
        ConvSilu.of("lat5", c5, c4, 1, 1),
        C3.of("td4", c4 + in.get(1), c4, repeats),
        ConvSilu.of("lat4", c4, c3, 1, 1),
        C3.of("td3", c3 + in.get(0), c3, repeats),
        ConvSilu.of("dn3", c3, c3, 3, 2),
        C3.of("bu4", 2 * c3, c4, repeats),
        ConvSilu.of("dn4", c4, c4, 3, 2),
        C3.of("bu5", 2 * c4, c5, repeats));
  }

  /** P3, P4 and P5 to O3, O4 and O5, at the same strides. */
  <V> List<V> apply(List<V> features, Operators<V> operators) {
    V l5 = lateral5.apply(sppf.apply(features.get(2), operators), operators);
    V t4 = topDown4.apply(beside(operators.upsample(l5), features.get(1), operators), operators);
    V l4 = lateral4.apply(t4, operators);
    V o3 = topDown3.apply(beside(operators.upsample(l4), features.get(0), operators), operators);
    V o4 = bottomUp4.apply(beside(down3.apply(o3, operators), l4, operators), operators);
    V o5 = bottomUp5.apply(beside(down4.apply(o4, operators), l5, operators), operators);
    return List.of(o3, o4, o5);
  }

  private static <V> V beside(V a, V b, Operators<V> operators) {
    return operators.concat(List.of(a, b));
  }
}
