/** The RTSP server's side of the conversation: requests, sessions, transports, credentials. */
@NullMarked
package io.vedette.simulator.rtsp;

import org.jspecify.annotations.NullMarked;
