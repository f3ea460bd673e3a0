package io.vedette.simulator.street;

import io.vedette.geometry.RelativeBox;

/**
 * One person or vehicle that is really in a picture. Immutable.
 *
 * @param label {@code person}, {@code car}, {@code motorcycle}, {@code bus} or {@code truck}
 * @param box around all of the object that lies inside the picture, whether or not something nearer
 *     hides it
 * @param trackId the same for the same object in every frame of a scene, from 1
 * @param visibility the part of the whole object that is inside the picture and not behind the box
 *     of a nearer object, 0–1
 */
public record SceneObject(String label, RelativeBox box, long trackId, double visibility) {}
