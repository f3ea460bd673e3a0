/**
 * Assembly of one process: joins the stages of a role from the settings and registers them for
 * health and shutdown.
 *
 * <p>More than twelve types, since each role has its part, and all of them share one assembly.
 */
@NullMarked
package io.vedette.node;

import org.jspecify.annotations.NullMarked;
