package io.vedette.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogEncoderTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void shouldWriteOneObjectInOneLine() throws IOException {
    JsonNode line = read(new IllegalStateException("worse\nthan that"), "{} is \"bad\"\n\u202e", 7);

    assertThat(line.path("level").asText()).isEqualTo("warn");
    assertThat(line.path("logger").asText()).isEqualTo("io.vedette.some");
    assertThat(line.path("message").asText()).isEqualTo("7 is \"bad\"\n\u202e");
    assertThat(line.path("time").asText()).isEqualTo("2026-11-29T10:00:00.250Z");
    assertThat(line.path("camera").asText()).isEqualTo("gate");
    assertThat(line.path("error").asText())
        .startsWith("java.lang.IllegalStateException: worse")
        .contains("JsonLogEncoderTest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log.format=xml", "log.levels.io.vedette=loud", "log.levels.a b=info"})
  void shouldRefuseSettingsThatMeanNothing(String assignment) {
    Settings settings =
        new Settings(Map.of()).assignments(List.of(assignment.substring("log.".length())));

    assertThatThrownBy(() -> settings.bind(LogSettings.class)).isInstanceOf(InvalidSettings.class);
  }

  private JsonNode read(Throwable failure, String message, Object... arguments) throws IOException {
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("io.vedette.some"), Level.WARN, message, failure, arguments);
    event.setTimeStamp(1_795_946_400_250L);
    event.setMDCPropertyMap(Map.of("camera", "gate"));
    String text = new String(new JsonLogEncoder().encode(event), StandardCharsets.UTF_8);
    assertThat(text).endsWith("}\n").doesNotContain("\u202e");
    assertThat(text.strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(text);
  }
}
