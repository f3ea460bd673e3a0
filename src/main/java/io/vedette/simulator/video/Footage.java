package io.vedette.simulator.video;

import io.vedette.runtime.Service;
import io.vedette.simulator.street.SceneObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The encoded pictures of a scene, numbered from 0 for ever. Implementations are thread-safe. */
public interface Footage extends Service {
  /** A picture; null while it is not encoded yet, and for ever if it was let go. */
  @Nullable CodedPicture picture(long index);

  /** The number burnt into a picture. */
  long burntNumber(long index);

  /** The ground truth of a picture. */
  List<SceneObject> objects(long index);
}
