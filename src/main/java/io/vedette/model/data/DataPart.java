package io.vedette.model.data;

import java.util.List;

/**
 * The validation pictures of one data set. Immutable.
 *
 * @param name the name of the set
 * @param pictures some
 */
public record DataPart(String name, List<LabelledPicture> pictures) {
  public DataPart {
    pictures = List.copyOf(pictures);
  }

  /** The pictures of some parts. */
  public static List<LabelledPicture> all(List<DataPart> parts) {
    return parts.stream().flatMap(part -> part.pictures().stream()).toList();
  }
}
