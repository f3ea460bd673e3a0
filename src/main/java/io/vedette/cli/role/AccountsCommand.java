package io.vedette.cli.role;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Role;
import io.vedette.account.Account;
import io.vedette.account.AccountExport;
import io.vedette.account.AccountRefusal;
import io.vedette.account.Accounts;
import io.vedette.account.PasswordHash;
import io.vedette.account.RandomKey;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import io.vedette.text.Count;
import io.vedette.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** The command {@code console accounts}: shows, moves and repairs the accounts of the console. */
@Command(
    name = "accounts",
    mixinStandardHelpOptions = true,
    description = "Shows, moves and repairs the accounts of the console.")
final class AccountsCommand implements Runnable {
  private static final String ACCOUNTS = "accounts";
  private static final String ROW = "%-30s %-10s %-8s %s";

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw SettingsOptions.missingCommand(spec);
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Shows all accounts, and what each may do.")
  int list(@Mixin ConsoleDatabaseOptions options, @Mixin ResultOptions results) {
    DatabaseAddress address = options.address();
    address.requireThere();
    use(
        address,
        accounts -> {
          results.say(spec, ROW.formatted("NAME", "ROLE", "LOGIN", "CAMERAS"));
          accounts.list().forEach(account -> results.print(spec, words(account), json(account)));
        });
    return ExitCode.DONE;
  }

  @Command(
      name = "reset-admin",
      mixinStandardHelpOptions = true,
      description =
          "Makes an account an admin with a new password, which is shown once; adds it where there is none.")
  int reset(
      @Mixin ConsoleDatabaseOptions options,
      @Mixin ResultOptions results,
      @Parameters(paramLabel = "NAME", description = "Name of the account.") String name) {
    String password = RandomKey.make();
    use(options.address(), accounts -> accounts.resetAdmin(name, PasswordHash.of(password)));
    results.print(
        spec,
        "%s is an admin now; the password: %s".formatted(name, password),
        ResultOptions.object()
            .put("name", name)
            .put("role", Role.ADMIN.wireName())
            .put("password", password));
    return ExitCode.DONE;
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description =
          "Writes all accounts and tokens to a new file, as lines of JSON with the hashes of passwords; its owner alone may read it.")
  int export(
      @Mixin ConsoleDatabaseOptions options,
      @Mixin ResultOptions results,
      @Parameters(paramLabel = "FILE", description = "New file.") Path file) {
    requireNew(file);
    DatabaseAddress address = options.address();
    address.requireThere();
    withDatabase(
        address,
        ACCOUNTS,
        database -> {
          List<String> lines = new AccountExport(database).lines();
          write(file, lines);
          results.print(
              spec,
              "%s in %s".formatted(Count.of(lines.size(), "line"), file),
              ResultOptions.object().put("lines", lines.size()).put("file", file.toString()));
        });
    return ExitCode.DONE;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Adds the accounts and tokens of such a file, in place of those of the same ids; all or none.")
  int importAll(
      @Mixin ConsoleDatabaseOptions options,
      @Mixin ResultOptions results,
      @Parameters(paramLabel = "FILE", description = "File that export wrote.") Path file) {
    DatabaseAddress address = options.address();
    List<String> lines = read(file);
    withDatabase(
        address,
        file.toString(),
        database -> {
          AccountExport.Count count = new AccountExport(database).read(lines);
          results.print(
              spec,
              "%s and %s were added"
                  .formatted(
                      Count.of(count.accounts(), "account"), Count.of(count.tokens(), "token")),
              ResultOptions.object()
                  .put("accounts", count.accounts())
                  .put("tokens", count.tokens()));
        });
    return ExitCode.DONE;
  }

  private static void requireNew(Path file) {
    if (Files.exists(file)) {
      throw Failure.stop(taken(file));
    }
    OutputFile.require(file);
  }

  private static String taken(Path file) {
    return "there is a file already: " + file + "; name another one";
  }

  private static void write(Path file, List<String> lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (FileAlreadyExistsException e) {
      throw Failure.stop(taken(file), e);
    } catch (IOException e) {
      throw Failure.stop("%s cannot be written: %s".formatted(file, FileReason.of(e)), e);
    }
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw Failure.stop("%s cannot be read: %s".formatted(file, FileReason.of(e)), e);
    }
  }

  private static void use(DatabaseAddress address, Consumer<Accounts> work) {
    withDatabase(
        address, ACCOUNTS, database -> work.accept(new Accounts(database, InstantSource.system())));
  }

  /**
   * Runs work on the database.
   *
   * @param subject what a refusal is about
   */
  private static void withDatabase(
      DatabaseAddress address, String subject, Consumer<Database> work) {
    try (Database database = new Database(address)) {
      work.accept(database);
    } catch (AccountRefusal e) {
      throw Failure.stop("%s: %s: %s".formatted(subject, e.field(), e.detail()), e);
    }
  }

  private static String words(Account account) {
    return ROW.formatted(
        Printable.line(account.name()),
        account.role().wireName(),
        account.isEnabled() ? "yes" : "no",
        account.cameras().isAll() ? "all" : String.join(",", account.cameras().ids()));
  }

  private static ObjectNode json(Account account) {
    ObjectNode row =
        ResultOptions.object()
            .put("name", account.name())
            .put("role", account.role().wireName())
            .put("login", account.isEnabled())
            .put("all_cameras", account.cameras().isAll());
    account.cameras().ids().forEach(row.putArray("cameras")::add);
    return row;
  }
}
