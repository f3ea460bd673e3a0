package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A debugger throws errors into threads of running nodes, wherever they are at that moment. */
@Tag("alone")
class KilledThreadsIT extends FaultTest {
  private static final Duration TO_END = Duration.ofSeconds(20);

  private final List<Program> programs = new ArrayList<>();
  private static final String DEBUGGED =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";
  private static final Pattern PORT =
      Pattern.compile("Listening for transport dt_socket at address: (?:\\S+:)?(\\d+)");

  @Test
  void shouldReadACameraAgainWhoseThreadWasKilled() throws Exception {
    Program node = start("cameras", "ingest", Fleet.seeds(street));
    openAccount();
    awaitLive("cameras");

    for (int round = 0; round < 3; round++) {
      long live = times("cam0", "live");
      kill(node, "camera-cam0");
      await("cam0 is live again")
          .atMost(PATIENCE)
          .pollInterval(OFTEN)
          .until(() -> times("cam0", "live") > live);
    }

    assertThat(node.isAlive()).isTrue();
    assertThat(node.stop()).isEqualTo(143);
    assertThat(account.read().doubles).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"detect-poll", "lane-0", "prepare-0", "model-switch"})
  void shouldEndWithOneLineWhenAThreadIsKilledThatAllDependOn(String thread) throws Exception {
    Program node = start("worker", "detect", "inference.device=simulated", "detect.preparers=1");
    node.awaitLog("simulated", PATIENCE);
    await(thread).atMost(PATIENCE).until(() -> isThere(node, thread));

    kill(node, thread);
    if (!hasEnded(node)) {
      kill(node, thread); // the error came where a logger or a client catches all
    }

    assertThat(node.waitFor(PATIENCE)).isEqualTo(1);
    assertThat(node.log()).contains("vedette: unexpected failure in " + thread);
  }

  private static boolean hasEnded(Program node) {
    long deadline = System.nanoTime() + TO_END.toNanos();
    while (node.isAlive() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(OFTEN.toNanos());
    }
    return !node.isAlive();
  }

  private Program start(String name, String command, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(command));
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(
        List.of(
            "kafka.bootstrap.servers=" + cluster.servers(), "http.port=0", "ingest.node=" + name));
    for (String setting : all) {
      arguments.add("--set");
      arguments.add(setting);
    }
    List<String> options = List.of("-Xmx512m", DEBUGGED);
    Program program = Program.start(folder, name, options, "io.vedette.cli.Main", arguments);
    program.awaitLog("Listening for transport", PATIENCE);
    programs.add(program);
    return program;
  }

  @AfterEach
  void end() {
    programs.forEach(Program::close);
  }

  private long times(String camera, String state) {
    return account.read().states.stream()
        .filter(event -> event.get("camera").asText().equals(camera))
        .filter(event -> event.get("state").asText().equals(state))
        .count();
  }

  private static boolean isThere(Program node, String thread) throws Exception {
    VirtualMachine machine = attach(node);
    try {
      return machine.allThreads().stream().anyMatch(known -> known.name().equals(thread));
    } finally {
      machine.dispose();
    }
  }

  private static void kill(Program node, String name) throws Exception {
    VirtualMachine machine = attach(node);
    try {
      // One of those that a JVM keeps for the time when nothing more can be made.
      ObjectReference error =
          machine.classesByName("java.lang.OutOfMemoryError").get(0).instances(1).get(0);
      ThreadReference thread =
          machine.allThreads().stream()
              .filter(known -> known.name().equals(name))
              .findFirst()
              .orElseThrow();
      thread.suspend();
      thread.stop(error);
      thread.resume();
    } finally {
      machine.dispose();
    }
  }

  /** Where it listens is in its log; after a debugger has left, it soon listens elsewhere. */
  private static VirtualMachine attach(Program node) {
    return await("a debugger")
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .ignoreException(ConnectException.class)
        .until(() -> attach(lastPort(node)), machine -> true);
  }

  private static String lastPort(Program node) {
    String port = "";
    for (Matcher found = PORT.matcher(node.log()); found.find(); ) {
      port = found.group(1);
    }
    return port;
  }

  private static VirtualMachine attach(String port) throws Exception {
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(known -> known.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(port);
    return connector.attach(arguments);
  }
}
