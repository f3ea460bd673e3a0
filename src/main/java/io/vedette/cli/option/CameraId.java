package io.vedette.cli.option;

import io.vedette.validation.Names;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The ids of cameras on the command line. */
public final class CameraId implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    if (!Names.isCamera(text)) {
      throw new TypeConversionException("expected %s, found \"%s\"".formatted(Names.CAMERA, text));
    }
    return text;
  }
}
