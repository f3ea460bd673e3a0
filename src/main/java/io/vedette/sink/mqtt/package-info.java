/** MQTT sink: alerts, events and snapshots as MQTT 5 messages, also in the form of ONVIF. */
@NullMarked
package io.vedette.sink.mqtt;

import org.jspecify.annotations.NullMarked;
