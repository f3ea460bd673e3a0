package io.vedette.console.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.MeJson;
import io.vedette.console.contract.Contract;
import java.nio.charset.StandardCharsets;

/** The operations about the server itself: its contract, and the caller's identity. Immutable. */
final class BasicPart implements ConsolePart {
  private final Contract contract;

  BasicPart(Contract contract) {
    this.contract = contract;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("getContract", call -> contract());
    handlers.blocking("getMe", BasicPart::me);
  }

  private static Answer me(Call call) {
    ObjectNode me = MeJson.of(call.actor());
    call.callers().describe(call.context(), me);
    return Answer.json(me);
  }

  private Answer contract() {
    return Answer.of("application/yaml", contract.text().getBytes(StandardCharsets.UTF_8));
  }
}
