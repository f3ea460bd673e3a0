/**
 * Options and exit codes that commands share, and the life of a command that runs until it is
 * ended.
 *
 * <p>More than twelve types, since each is one option, or one kind of value, of several commands.
 */
@NullMarked
package io.vedette.cli.option;

import org.jspecify.annotations.NullMarked;
