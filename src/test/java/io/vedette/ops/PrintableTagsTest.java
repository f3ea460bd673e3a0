package io.vedette.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class PrintableTagsTest {
  @Test
  void shouldShowValuesOfLabelsInOneLine() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new PrintableTags());

    registry.counter("frames", "camera", "gate\u202e\r\nforged 1\u001b[2J").increment();
    registry.counter("frames", "camera", "Süd").increment();

    assertThat(registry.scrape())
        .contains("camera=\"gate\\\\u202e\\\\r\\\\nforged 1\\\\u001b[2J\"", "camera=\"Süd\"")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
  }
}
