/**
 * Logins by an OpenID Connect provider: from its address to an account with the rights it gives.
 */
@NullMarked
package io.vedette.console.oidc;

import org.jspecify.annotations.NullMarked;
