/** Connections to cameras: addresses, credentials, TLS, time-outs and limits of cost. */
@NullMarked
package io.vedette.camera.link;

import org.jspecify.annotations.NullMarked;
