/** Videos and archives that are made of clips, for download. */
@NullMarked
package io.vedette.clip.export;

import org.jspecify.annotations.NullMarked;
