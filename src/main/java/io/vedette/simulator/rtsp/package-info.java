/**
 * RTSP server of the simulator: requests, sessions, transports, credentials.
 *
 * <p>More than twelve types, since it is one server, whose messages and sessions nobody else sees.
 */
@NullMarked
package io.vedette.simulator.rtsp;

import org.jspecify.annotations.NullMarked;
