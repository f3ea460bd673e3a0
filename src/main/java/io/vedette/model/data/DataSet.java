package io.vedette.model.data;

import java.util.List;

/**
 * Labelled pictures to train with and to validate on. Reading is thread-safe; caller closes.
 *
 * @param names the names of the classes by index
 * @param train pictures to learn from
 * @param parts pictures to measure with, by the set that they are of
 * @param leftOut files and labels that could not be used
 * @param digest SHA-256 of all pictures and labels, hexadecimal
 * @param store holds the pictures
 */
public record DataSet(
    List<String> names,
    List<LabelledPicture> train,
    List<DataPart> parts,
    List<LeftOut> leftOut,
    String digest,
    PictureStore store)
    implements AutoCloseable {
  public DataSet {
    names = List.copyOf(names);
    train = List.copyOf(train);
    parts = List.copyOf(parts);
    leftOut = List.copyOf(leftOut);
  }

  /** All pictures to measure with. */
  public List<LabelledPicture> val() {
    return DataPart.all(parts);
  }

  /** A picture's JPEG. */
  public byte[] jpeg(LabelledPicture picture) {
    return store.read(picture.position(), picture.length());
  }

  @Override
  public void close() {
    store.close();
  }
}
