/** Accounts of the console, with their passwords, sessions and tokens, in its database. */
@NullMarked
package io.vedette.account;

import org.jspecify.annotations.NullMarked;
