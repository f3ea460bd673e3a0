/** The console's operations about who calls: set-up, sessions, accounts and tokens. */
@NullMarked
package io.vedette.console.account;

import org.jspecify.annotations.NullMarked;
