/** RTSP server of the simulator: requests, sessions, transports, credentials. */
@NullMarked
package io.vedette.simulator.rtsp;

import org.jspecify.annotations.NullMarked;
