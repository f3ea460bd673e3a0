import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints what Vedette sees, one line an event: {@code java -cp 'lib/*' Events.java
 * client.properties [topic] [most]}, with kafka-clients on the class path (an archive of Vedette
 * has it in lib).
 */
public final class Events {
  private Events() {}

  public static void main(String[] arguments) throws IOException {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
      properties.load(file);
    }
    properties.put("group.id", "events-example-" + ProcessHandle.current().pid());
    properties.put("auto.offset.reset", "earliest");
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    String topic = arguments.length > 1 ? arguments[1] : "vedette.events";
    long most = arguments.length > 2 ? Long.parseLong(arguments[2]) : Long.MAX_VALUE;
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      for (long printed = 0; printed < most; ) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
          if (printed++ < most) {
            Header type = record.headers().lastHeader("ce_type");
            System.out.println(
                record.key()
                    + " "
                    + (type == null ? "" : new String(type.value(), StandardCharsets.UTF_8))
                    + " "
                    + record.value());
          }
        }
      }
    }
  }
}
