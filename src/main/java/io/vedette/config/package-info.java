/**
 * Settings: typed records bound from YAML, environment and command line, with all errors at once.
 * Its 21 types are the reader and the binder, which share the tree between them.
 */
@NullMarked
package io.vedette.config;

import org.jspecify.annotations.NullMarked;
