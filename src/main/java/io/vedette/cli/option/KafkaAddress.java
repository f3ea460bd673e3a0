package io.vedette.cli.option;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Addresses of Kafka's brokers on the command line, as {@code host:9092,other:9092}. */
public final class KafkaAddress implements ITypeConverter<String> {
  private static final Pattern BROKER = Pattern.compile("[^,\\s]+:\\d{1,5}");

  @Override
  public String convert(String text) {
    for (String broker : text.split(",", -1)) {
      if (!BROKER.matcher(broker.strip()).matches()) {
        throw new TypeConversionException(
            "expected HOST:PORT, more than one with commas between, found \"%s\"".formatted(text));
      }
    }
    return text;
  }
}
