package io.vedette.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.cli.Main;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Accounts that are moved to another database. */
class AccountExportIT {
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;
  private String err = "";

  /** An admin with a token, somebody of a provider, and somebody who may not log in. */
  private static String fill(Database database) {
    Accounts accounts = new Accounts(database, InstantSource.system());
    Account anna =
        accounts.create(
            "Anna",
            PasswordHash.of(PASSWORD),
            new Account.Rights(Role.ADMIN, CameraScope.ALL, true));
    accounts.admit(
        new Account.Identity("https://login.example", "subject"),
        List.of("bert"),
        new Account.Rights(Role.OPERATOR, CameraScope.of(List.of("gate", "yard")), true));
    accounts.create("carl", null, new Account.Rights(Role.VIEWER, CameraScope.NONE, false));
    return new Tokens(database, InstantSource.system())
        .create(anna, new Tokens.Grant("door", Role.VIEWER, CameraScope.ALL), null)
        .key();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldBringAllAccountsIntoAnotherDatabase(Dialect target) {
    try (Database from = new Database(TestDatabases.empty(Dialect.SQLITE, folder));
        Database to = new Database(TestDatabases.empty(target, folder))) {
      String key = fill(from);
      List<String> lines = new AccountExport(from).lines();

      AccountExport into = new AccountExport(to);
      assertThat(into.read(lines)).isEqualTo(new AccountExport.Count(3, 1));
      assertThat(into.read(lines)).as("again").isEqualTo(new AccountExport.Count(3, 1));

      assertThat(into.lines()).isEqualTo(lines);
      Accounts accounts = new Accounts(to, InstantSource.system());
      assertThat(accounts.authenticate("anna", PASSWORD)).isPresent();
      assertThat(new Tokens(to, InstantSource.system()).find(key)).isPresent();
      assertThat(accounts.list().get(1).source()).isEqualTo(Account.Source.OIDC);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"kind\":\"account\" | \"kind\":\"robot\" | kind: expected account or token",
        "$argon2id$ | $md5$ | hash: expected one of Argon2id",
        "\"role\":\"admin\" | \"role\":\"nobody\" | role: expected viewer, operator or admin",
        "\"role\":\"admin\" | \"role\":\"viewer\" | there must be an admin",
        "[\"gate\",\"yard\"] | [\"../gate\"] | cameras: expected a list of ids",
        "\"name\":\"carl\" | \"name\":\"ANNA\" | there is another account of this name",
        "\"identity\":\"subject\" | \"identity\":null | expected both or none",
      })
  void shouldTakeAllLinesOrNone(String good, String bad, String reason) {
    try (Database from = new Database(TestDatabases.empty(Dialect.SQLITE, folder));
        Database to = new Database(TestDatabases.empty(Dialect.SQLITE, folder))) {
      fill(from);
      List<String> lines = new ArrayList<>(new AccountExport(from).lines());
      assertThat(lines.toString()).contains(good);
      lines.replaceAll(line -> line.replace(good, bad));

      assertThatThrownBy(() -> new AccountExport(to).read(lines))
          .isInstanceOf(AccountRefusal.class)
          .hasMessageContaining(reason);
      assertThat(new AccountExport(to).lines()).isEmpty();
    }
  }

  @Test
  void shouldWriteAFileThatItsOwnerAloneReads() throws Exception {
    Path file = folder.resolve("accounts.jsonl");
    try (Database database =
        new Database(DatabaseAddress.embedded(folder.resolve("one").resolve("console")))) {
      fill(database);
    }

    assertThat(run("export", file.toString(), "--data", folder.resolve("one").toString())).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readAllLines(file)).hasSize(4);
    assertThat(run("export", file.toString(), "--data", folder.resolve("one").toString()))
        .isNotZero();
    assertThat(err).contains("there is a file already");

    assertThat(run("import", file.toString(), "--data", folder.resolve("two").toString())).isZero();
    try (Database database =
        new Database(DatabaseAddress.embedded(folder.resolve("two").resolve("console")))) {
      assertThat(new AccountExport(database).lines()).isEqualTo(Files.readAllLines(file));
    }
  }

  private int run(String... arguments) {
    StringWriter errors = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(errors, true));
    line.setOut(new PrintWriter(new StringWriter(), true));
    List<String> all = new ArrayList<>(List.of("console", "accounts"));
    all.addAll(List.of(arguments));
    int code = line.execute(all.toArray(String[]::new));
    err = errors.toString();
    return code;
  }
}
