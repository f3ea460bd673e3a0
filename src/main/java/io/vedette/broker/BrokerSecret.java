package io.vedette.broker;

import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The password of an embedded broker: 256 random bits in a file of its folder that only its owner
 * can read. It survives restarts, and is made again when it is missing or damaged.
 */
final class BrokerSecret {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerSecret.class);
  static final String FILE = "kafka.secret";
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private BrokerSecret() {}

  /**
   * The folder's secret.
   *
   * @param isExpected whether a broker ran on the folder before
   * @throws Failure of action STOP when it can neither be read nor made
   */
  static String of(Path folder, boolean isExpected) {
    Path file = folder.resolve(FILE);
    try {
      @Nullable String found = read(file);
      if (found != null && FORM.matcher(found).matches()) {
        return found;
      }
      if (isExpected) {
        LOG.warn(
            "{} {}; created again: clients that use the former one must read {} again",
            file,
            found == null ? "is missing" : "is damaged",
            BrokerAccess.file(folder));
      }
      return make(file);
    } catch (IOException e) {
      throw Failure.stop("%s cannot be used (%s)".formatted(file, FileReason.of(e)), e);
    }
  }

  private static @Nullable String read(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= 2 * BYTES
        ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip()
        : "";
  }

  private static String make(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    PrivateFiles.write(file, secret + "\n");
    return secret;
  }
}
