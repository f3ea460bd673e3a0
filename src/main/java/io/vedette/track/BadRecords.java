package io.vedette.track;

import io.vedette.runtime.Failure;
import io.vedette.transport.client.RecordDefects;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last resort for a record that breaks its processor: it is counted and left out, and the
 * thread goes on. Failures of Kafka itself pass. Made by Kafka Streams.
 */
public final class BadRecords
    implements ProcessingExceptionHandler, DeserializationExceptionHandler {
  /** Configuration key of where the records are noted. */
  static final String DEFECTS = "vedette.record.defects";

  private static final Logger LOG = LoggerFactory.getLogger(BadRecords.class);

  private @Nullable RecordDefects defects;

  @Override
  public void configure(Map<String, ?> configs) {
    defects = configs.get(DEFECTS) instanceof RecordDefects known ? known : null;
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
    if (failure instanceof KafkaException || failure instanceof Failure) {
      return ProcessingExceptionHandler.Response.fail();
    }
    note(context, failure);
    return ProcessingExceptionHandler.Response.resume();
  }

  @Override
  public DeserializationExceptionHandler.Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    note(context, failure);
    return DeserializationExceptionHandler.Response.resume();
  }

  private void note(ErrorHandlerContext context, Exception failure) {
    LOG.debug("stack", failure);
    RecordDefects known = defects;
    if (known != null) {
      known.add(
          String.valueOf(context.topic()),
          context.partition(),
          context.offset(),
          failure.toString());
    }
  }
}
