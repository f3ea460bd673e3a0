package io.vedette.account;

import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.store.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of accounts, sessions and tokens. */
final class AccountRow {
  /** The columns of an account, whose table is called a. */
  static final String COLUMNS =
      "a.id as account_id, a.name as account_name, a.issuer as account_issuer,"
          + " a.role as account_role,"
          + " a.cameras as account_cameras, a.enabled as account_enabled,"
          + " a.created as account_created, a.changed as account_changed";

  private AccountRow() {}

  static Account account(Row row) {
    return new Account(
        row.text("account_id"),
        row.text("account_name"),
        row.maybeText("account_issuer") == null ? Account.Source.LOCAL : Account.Source.OIDC,
        Role.parse(row.text("account_role")),
        cameras(row.maybeText("account_cameras")),
        row.isSet("account_enabled"),
        time(row.number("account_created")),
        time(row.number("account_changed")));
  }

  /** The cameras of a column: ids with spaces between; null for all. */
  static CameraScope cameras(@Nullable String text) {
    if (text == null) {
      return CameraScope.ALL;
    }
    return text.isEmpty() ? CameraScope.NONE : CameraScope.of(List.of(text.split(" ")));
  }

  static @Nullable String cameras(CameraScope scope) {
    return scope.isAll() ? null : String.join(" ", scope.ids());
  }

  static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
