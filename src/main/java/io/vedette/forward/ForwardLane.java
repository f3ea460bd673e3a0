package io.vedette.forward;

import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import java.util.Map;

/**
 * A connection from the site to the centre, with the topics that it carries. Immutable.
 *
 * @param name unlike that of any other lane of any site
 * @param edge how clients of the site's Kafka are set
 * @param centre how clients of the central Kafka are set
 * @param routes the topics read, each with the one over there that its records go to
 * @param traces where it is told what of a trace was sent
 */
record ForwardLane(
    String name, KafkaAccess edge, KafkaAccess centre, Map<String, String> routes, Traces traces) {}
