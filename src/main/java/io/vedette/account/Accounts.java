package io.vedette.account;

import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.AccountRefusal.Reason;
import io.vedette.store.Database;
import io.vedette.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The accounts in a database. Its calls block. Thread-safe. */
public final class Accounts {
  private static final String SELECT = "select " + AccountRow.COLUMNS + " from account a";
  private static final String BY_ID = SELECT + " where a.id = ?";
  private static final String BY_IDENTITY = SELECT + " where a.issuer = ? and a.identity = ?";

  private final Database database;
  private final InstantSource clock;

  /** The login of an account, by a password or by a provider. */
  private record Login(@Nullable String hash, Account.@Nullable Identity identity) {}

  public Accounts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Whether there are no accounts. */
  public boolean isEmpty() {
    return database.read(sql -> sql.list("select 1 from account limit 1", row -> 1)).isEmpty();
  }

  /** All accounts, by name. */
  public List<Account> list() {
    return database.read(sql -> sql.list(SELECT + " order by a.name_key", AccountRow::account));
  }

  /** The account of an id. */
  public Optional<Account> find(String id) {
    return database.read(sql -> sql.one(BY_ID, AccountRow::account, id));
  }

  /**
   * The enabled account of a name and password. It takes the same time whether there is one or not.
   */
  public Optional<Account> authenticate(String name, String password) {
    String key = AccountName.key(name);
    String hash =
        database
            .read(
                sql ->
                    sql.one(
                        "select hash from account where name_key = ? and enabled = 1"
                            + " and hash is not null",
                        row -> row.text("hash"),
                        key))
            .orElse(null);
    if (!PasswordHash.matches(password, hash)) {
      return Optional.empty();
    }
    return database.read(
        sql ->
            sql.one(
                SELECT + " where a.name_key = ? and a.enabled = 1 and a.hash = ?",
                AccountRow::account,
                key,
                String.valueOf(hash)));
  }

  /**
   * Adds an account.
   *
   * @param hash the hash of its password; null for an account that cannot log in by a password
   * @throws AccountRefusal when the name is invalid, or belongs to another account
   */
  public Account create(String name, @Nullable String hash, Account.Rights rights) {
    AccountName read = AccountName.parse(name);
    return database.write(
        sql -> {
          Account made = insert(sql, read, new Login(hash, null), rights);
          requireAdmin(sql);
          return made;
        });
  }

  /**
   * The account of a person at a provider, with the rights that the provider gives now; other
   * rights than before end its sessions. It is added where there is none yet.
   *
   * @param names the names for a new account, of which the first that is free is taken
   * @throws AccountRefusal when the account is disabled, or would be the first one without being an
   *     admin
   */
  public Account admit(Account.Identity identity, List<String> names, Account.Rights rights) {
    return database.write(
        sql -> {
          sql.update("update account set enabled = enabled"); // no other transaction adds one
          Optional<Account> known =
              sql.one(BY_IDENTITY, AccountRow::account, identity.issuer(), identity.subject());
          return known.isPresent()
              ? followed(sql, known.get(), rights)
              : insert(sql, freeName(sql, names), new Login(null, identity), first(sql, rights));
        });
  }

  private Account followed(Sql sql, Account present, Account.Rights rights) {
    if (!present.isEnabled()) {
      throw new AccountRefusal(Reason.REFUSED, "", "this account is disabled");
    }
    return present.rights().equals(rights) ? present : changed(sql, present, rights);
  }

  private static Account.Rights first(Sql sql, Account.Rights rights) {
    boolean isFirst = sql.list("select 1 from account limit 1", row -> 1).isEmpty();
    if (isFirst && rights.role() != Role.ADMIN) {
      throw new AccountRefusal(
          Reason.REFUSED, "", "there are no accounts yet, and the first one has to be an admin");
    }
    return rights;
  }

  private static AccountName freeName(Sql sql, List<String> names) {
    for (String name : names) {
      try {
        AccountName read = AccountName.parse(name);
        if (!isTaken(sql, read)) {
          return read;
        }
      } catch (AccountRefusal e) {
        // the next one may do
      }
    }
    throw new AccountRefusal(Reason.TAKEN, "name", "there are accounts of all of your names");
  }

  /**
   * Adds the first account, of an admin.
   *
   * @throws AccountRefusal when there is an account already
   */
  public Account createFirst(String name, String hash) {
    AccountName read = AccountName.parse(name);
    Account.Rights rights = new Account.Rights(Role.ADMIN, CameraScope.ALL, true);
    return database.write(
        sql -> {
          if (!sql.list("select 1 from account limit 1", row -> 1).isEmpty()) {
            throw new AccountRefusal(Reason.REFUSED, "", "there are accounts already; log in");
          }
          return insert(sql, read, new Login(hash, null), rights);
        });
  }

  /**
   * Changes the rights of an account, which ends its sessions.
   *
   * @param version the version of the account that the caller knows
   * @throws AccountRefusal when it was changed since, or no admin would be left
   */
  public Account change(String id, Instant version, Account.Rights rights) {
    return database.write(
        sql -> {
          Account present = locked(sql, id, version);
          requireOwn(present, rights);
          Account changed = changed(sql, present, rights);
          requireAdmin(sql);
          return changed;
        });
  }

  private Account changed(Sql sql, Account present, Account.Rights rights) {
    sql.update(
        "update account set role = ?, cameras = ?, enabled = ?, changed = ? where id = ?",
        rights.role().wireName(),
        AccountRow.cameras(rights.cameras()),
        rights.isEnabled() ? 1 : 0,
        after(present.changed()),
        present.id());
    sql.update("delete from session where account = ?", present.id());
    return sql.one(BY_ID, AccountRow::account, present.id()).orElseThrow(AccountRefusal::unknown);
  }

  private static void requireOwn(Account present, Account.Rights rights) {
    boolean isSame = present.role() == rights.role() && present.cameras().equals(rights.cameras());
    if (present.source() != Account.Source.LOCAL && !isSame) {
      throw new AccountRefusal(
          Reason.INVALID,
          present.role() == rights.role() ? "cameras" : "role",
          "it is what the account's provider says at each login; change it there");
    }
  }

  /**
   * Removes an account, with its sessions and tokens.
   *
   * @throws AccountRefusal when it was changed since, or no admin would be left
   */
  public void remove(String id, Instant version) {
    database.write(
        sql -> {
          var unused = locked(sql, id, version);
          sql.update("delete from session where account = ?", id);
          sql.update("delete from token where account = ?", id);
          sql.update("delete from account where id = ?", id);
          requireAdmin(sql);
          return true;
        });
  }

  /**
   * Sets an account's password and ends its sessions.
   *
   * @param keptSession the hash of a session that is kept; null for none
   */
  public void setPassword(String id, String hash, @Nullable String keptSession) {
    database.write(
        sql -> {
          Account present =
              sql.one(BY_ID, AccountRow::account, id).orElseThrow(AccountRefusal::unknown);
          if (present.source() != Account.Source.LOCAL) {
            throw new AccountRefusal(
                Reason.INVALID, "password", "the account's provider has it; there is none here");
          }
          sql.update(
              "update account set hash = ?, changed = ? where id = ?",
              hash,
              after(present.changed()),
              id);
          sql.update(
              "delete from session where account = ? and hash <> ?",
              id,
              keptSession == null ? "" : keptSession);
          return true;
        });
  }

  /**
   * Makes the account of a name an admin with another password, and adds it where there is none.
   *
   * @throws AccountRefusal when the name is invalid, or it is a provider's account
   */
  public void resetAdmin(String name, String hash) {
    AccountName read = AccountName.parse(name);
    Account.Rights rights = new Account.Rights(Role.ADMIN, CameraScope.ALL, true);
    database.write(
        sql -> {
          int found =
              sql.update(
                  "update account set hash = ?, role = 'admin', cameras = null, enabled = 1,"
                      + " changed = changed + 1 where name_key = ? and issuer is null",
                  hash,
                  read.key());
          if (found == 0) {
            var unused = insert(sql, read, new Login(hash, null), rights);
          }
          return sql.update(
              "delete from session where account in (select id from account where name_key = ?)",
              read.key());
        });
  }

  private static boolean isTaken(Sql sql, AccountName name) {
    return sql.one("select 1 from account where name_key = ?", row -> 1, name.key()).isPresent();
  }

  private Account insert(Sql sql, AccountName name, Login login, Account.Rights rights) {
    if (isTaken(sql, name)) {
      throw new AccountRefusal(Reason.TAKEN, "name", "there is an account of this name");
    }
    Account.Identity identity = login.identity();
    String id = UUID.randomUUID().toString();
    long now = AccountRow.micros(clock.instant());
    sql.update(
        "insert into account (id, name, name_key, hash, issuer, identity, role, cameras, enabled,"
            + " created, changed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        name.shown(),
        name.key(),
        login.hash(),
        identity == null ? null : identity.issuer(),
        identity == null ? null : identity.subject(),
        rights.role().wireName(),
        AccountRow.cameras(rights.cameras()),
        rights.isEnabled() ? 1 : 0,
        now,
        now);
    return sql.one(BY_ID, AccountRow::account, id).orElseThrow(AccountRefusal::unknown);
  }

  /**
   * The account, locked against changes by other transactions, so that at least one admin is left.
   */
  private static Account locked(Sql sql, String id, Instant version) {
    sql.update("update account set enabled = enabled");
    Account present = sql.one(BY_ID, AccountRow::account, id).orElseThrow(AccountRefusal::unknown);
    if (!present.changed().equals(version)) {
      throw new AccountRefusal(Reason.CHANGED, "", "the account has been changed since");
    }
    return present;
  }

  static void requireAdmin(Sql sql) {
    boolean isLeft =
        sql.one("select 1 from account where role = 'admin' and enabled = 1 limit 1", row -> 1)
            .isPresent();
    if (!isLeft) {
      throw new AccountRefusal(
          Reason.LAST_ADMIN, "", "there must be an admin; make another account an admin first");
    }
  }

  private long after(Instant last) {
    return Math.max(AccountRow.micros(clock.instant()), AccountRow.micros(last) + 1);
  }
}
