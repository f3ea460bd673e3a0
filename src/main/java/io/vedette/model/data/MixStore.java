package io.vedette.model.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The store of a mix's pictures, with a digest of all. Confined to one thread. */
final class MixStore {
  private final int longest;
  private final PictureStore store = new PictureStore();
  private final MessageDigest digest = sha256();

  /**
   * @param longest side a picture is kept with; larger ones are shrunk
   */
  MixStore(int longest) {
    this.longest = longest;
  }

  int longest() {
    return longest;
  }

  PictureStore store() {
    return store;
  }

  /** Takes a file and its labels into the digest. */
  void count(byte[] original, String labels) {
    digest.update(original);
    digest.update(labels.getBytes(StandardCharsets.UTF_8));
  }

  /** All that was read as one set, which closes the store. */
  DataSet set(
      List<String> names, List<LabelledPicture> train, List<DataPart> parts, List<LeftOut> notes) {
    return new DataSet(
        names, train, parts, notes, HexFormat.of().formatHex(digest.digest()), store);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
