/**
 * Settings: typed records bound from YAML, environment and command line, with all errors at once.
 *
 * <p>More than twelve types, since the reader and the binder share the tree of nodes, and the types
 * of values belong to both.
 */
@NullMarked
package io.vedette.config;

import org.jspecify.annotations.NullMarked;
