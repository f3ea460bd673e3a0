/**
 * Assembly of one process: joins the stages of a role from the settings and registers them for
 * health and shutdown.
 */
@NullMarked
package io.vedette.node;

import org.jspecify.annotations.NullMarked;
