package io.vedette.transport;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** On the embedded broker. */
class TransportIT extends TransportSuite {
  @TempDir static Path folder;
  private EmbeddedBroker broker;

  @Override
  Map<String, String> access() {
    if (broker == null) {
      broker =
          new EmbeddedBroker(
              folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
      broker.start();
    }
    return broker.clientProperties();
  }

  @AfterAll
  void stop() {
    broker.close();
  }
}
