package io.vedette.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a file could not be read or written, as text for people: Java's exceptions often
 * say no more than its name.
 */
public final class FileReason {
  static final String FOLDER = "it is a folder";

  private static final String DIRECTORY = "Is a directory"; // Linux's words

  private FileReason() {}

  /** The reason, without the file's name. */
  public static String of(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return "it is a folder with files in it";
    }
    if (failure instanceof FileSystemLoopException) {
      return "a link that leads in a circle";
    }
    return known(failure);
  }

  private static String known(IOException failure) {
    if (failure instanceof CharacterCodingException) {
      return "expected text in UTF-8, found other bytes";
    }
    @Nullable String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    if (reason == null) {
      return failure.toString();
    }
    return reason.equals(DIRECTORY) ? FOLDER : reason;
  }
}
