package io.vedette.console.account;

import io.vedette.store.Dialect;

/** The same with the accounts in PostgreSQL. */
class AccountsOnPostgresIT extends AccountsIT {
  @Override
  Dialect dialect() {
    return Dialect.POSTGRESQL;
  }
}
