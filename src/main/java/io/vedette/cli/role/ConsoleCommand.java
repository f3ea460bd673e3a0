package io.vedette.cli.role;

import io.vedette.cli.option.BrokerOptions;
import io.vedette.cli.option.RoleRunner;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.text.Printable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code console}: serves the console until it is interrupted. */
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = {ConsoleRebuildCommand.class, AccountsCommand.class},
    description = "Serves the web page and its HTTP API: live pictures, events, cameras.")
public final class ConsoleCommand implements Callable<Integer> {
  @Mixin private BrokerOptions options = new BrokerOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    return RoleRunner.run(
        (services, supervision) -> {
          Node node = new Node(settings.findingBroker(), services, supervision);
          node.ops();
          node.console(supervision.essential(), this::print);
        });
  }

  private void print(String address) {
    PrintWriter out = SettingsOptions.out(spec);
    out.println(Printable.line("the console is at " + address));
    out.flush();
  }
}
