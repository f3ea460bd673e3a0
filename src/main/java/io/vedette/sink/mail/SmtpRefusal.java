package io.vedette.sink.mail;

import io.vedette.runtime.Failure;
import io.vertx.ext.mail.SMTPException;
import java.util.Locale;
import java.util.Set;

/** The meaning of an SMTP server's refusal for a mail to one recipient. */
final class SmtpRefusal {
  private static final int FOR_GOOD = 500;
  private static final int TOO_LARGE = 552;
  private static final Set<Integer> UNAUTHORIZED = Set.of(530, 534, 535);
  // The client says only in words at which step it was refused.
  private static final String SENDER = "sender address";
  private static final Set<String> STEPS_OF_ONE_MAIL =
      Set.of("recipient address", "data command", "sending data");
  private static final String TOO_LARGE_BY_GREETING = "exceeds allowed size";

  private SmtpRefusal() {}

  /**
   * The failure with the right action: SKIP when this recipient or mail is refused for good, STOP
   * when the login or the sender is, else RETRY.
   */
  static Failure of(Failure failure) {
    String message = String.valueOf(failure.getMessage());
    if (isTooLarge(failure)) {
      return Failure.skip(message, failure);
    }
    if (!(failure.getCause() instanceof SMTPException refusal)
        || refusal.getReplyCode() < FOR_GOOD) {
      return failure;
    }
    if (UNAUTHORIZED.contains(refusal.getReplyCode())) {
      return Failure.stop(message + "; check its user and password", failure);
    }
    String step = String.valueOf(refusal.getMessage()).toLowerCase(Locale.ROOT);
    if (step.startsWith(SENDER)) {
      return Failure.stop(message + "; check from", failure);
    }
    return STEPS_OF_ONE_MAIL.stream().anyMatch(step::startsWith)
        ? Failure.skip(message, failure)
        : failure;
  }

  /** Whether a mail is larger than the server accepts, by its reply or its greeting. */
  static boolean isTooLarge(Failure failure) {
    return failure.getCause() instanceof SMTPException refusal
        ? refusal.getReplyCode() == TOO_LARGE
        : String.valueOf(failure.getMessage()).contains(TOO_LARGE_BY_GREETING);
  }
}
