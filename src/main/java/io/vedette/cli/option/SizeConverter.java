package io.vedette.cli.option;

import io.vedette.geometry.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Picture sizes on the command line: a side, or width and height as 416x256. */
public final class SizeConverter implements ITypeConverter<Size> {
  @Override
  public Size convert(String text) {
    try {
      return Size.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage() + ", found " + text);
    }
  }
}
