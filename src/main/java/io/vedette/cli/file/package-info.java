/** Commands on files: detection in pictures and videos, evaluation of tracking. */
@NullMarked
package io.vedette.cli.file;

import org.jspecify.annotations.NullMarked;
