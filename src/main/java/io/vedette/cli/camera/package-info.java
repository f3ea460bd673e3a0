/** The command that lists, adds, changes and removes cameras. */
@NullMarked
package io.vedette.cli.camera;

import org.jspecify.annotations.NullMarked;
