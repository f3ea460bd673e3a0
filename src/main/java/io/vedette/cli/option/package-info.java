/**
 * Options and exit codes that commands share, and the life of a command that runs until it is
 * ended.
 */
@NullMarked
package io.vedette.cli.option;

import org.jspecify.annotations.NullMarked;
