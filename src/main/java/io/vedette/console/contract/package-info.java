/** The OpenAPI contract of the console, as it is enforced: operations, their rights and schemas. */
@NullMarked
package io.vedette.console.contract;

import org.jspecify.annotations.NullMarked;
