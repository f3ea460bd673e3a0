package io.vedette.console.account;

import io.vedette.account.AccountRefusal;
import io.vedette.console.Answer;
import io.vedette.console.contract.Problem;
import java.util.List;
import java.util.function.Supplier;

/** The mapping of refused operations on accounts to answers. */
final class Refused {
  private Refused() {}

  /** An answer; throws the problem for a refusal. */
  static Answer or(Supplier<Answer> answer) {
    try {
      return answer.get();
    } catch (AccountRefusal e) {
      throw problem(e);
    }
  }

  private static Problem problem(AccountRefusal refusal) {
    int status =
        switch (refusal.reason()) {
          case UNKNOWN -> 404;
          case CHANGED -> 412;
          case TAKEN, LAST_ADMIN -> 409;
          case INVALID -> 422;
          case REFUSED -> 403;
        };
    if (refusal.field().isEmpty()) {
      return new Problem(status, refusal.detail());
    }
    return new Problem(
        status,
        refusal.field() + ": " + refusal.detail(),
        List.of(new Problem.Fault("body/" + refusal.field(), refusal.detail())));
  }
}
