/** Alerts, events and snapshots as MQTT 5 messages, also in ONVIF's form. */
@NullMarked
package io.vedette.sink.mqtt;

import org.jspecify.annotations.NullMarked;
