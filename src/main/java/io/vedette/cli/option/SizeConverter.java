package io.vedette.cli.option;

import io.vedette.geometry.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Picture sizes on the command line: a side, or width and height as 416x256. */
public final class SizeConverter implements ITypeConverter<Size> {
  /** The text of a size for people, as 320 px or 416x256 px. */
  public static String words(Size size) {
    return (size.isSquare() ? Integer.toString(size.width()) : size.toString()) + " px";
  }

  @Override
  public Size convert(String text) {
    try {
      return Size.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage() + ", found " + text);
    }
  }
}
