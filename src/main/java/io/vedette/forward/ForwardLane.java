package io.vedette.forward;

import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import java.util.Map;

/**
 * A connection from the site to the centre, with the topics that it carries. Immutable.
 *
 * @param name the name, which no other lane of any site has
 * @param edge access to the site's Kafka
 * @param centre access to the central Kafka
 * @param routes the topics to read, each with the central topic for its records
 * @param traces the traces of records that are sent
 */
record ForwardLane(
    String name, KafkaAccess edge, KafkaAccess centre, Map<String, String> routes, Traces traces) {}
