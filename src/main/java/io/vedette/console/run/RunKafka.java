package io.vedette.console.run;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;

/**
 * Kafka for work on runs. Immutable.
 *
 * @param rights what is needed for each kind of work, which is asked for when it is done
 */
public record RunKafka(KafkaAccess access, Topics topics, RoleRights rights) {}
