package io.vedette.camera.link;

import io.vedette.runtime.Failure;
import org.jspecify.annotations.Nullable;

/** The failure of a connection to a camera, with its kind. */
public final class LinkFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /** Kinds of failure. */
  public enum Kind {
    /** No connection, or a refusal for any other reason than those below. */
    UNREACHABLE,
    /** An address, scheme or redirect that the node's settings do not allow. */
    FORBIDDEN,
    /** A TLS certificate that is not trusted. */
    UNTRUSTED,
    /** The camera requires other credentials. */
    UNAUTHORIZED,
    /** The camera has no such stream. */
    NOT_FOUND,
    /** No video in a supported codec or container. */
    UNSUPPORTED_CODEC,
    /** More bytes or messages than a camera may send. */
    EXCESSIVE,
    /** The camera closed the connection. */
    ENDED,
    /** The answer does not follow the protocol. */
    CORRUPT
  }

  private final Kind kind;

  public LinkFailure(Kind kind, String message) {
    this(kind, message, null);
  }

  public LinkFailure(Kind kind, String message, @Nullable Throwable cause) {
    super(Action.RETRY, message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
