/** Roles and commands: joins the stages and runs them. */
@NullMarked
package io.vedette.app;

import org.jspecify.annotations.NullMarked;
