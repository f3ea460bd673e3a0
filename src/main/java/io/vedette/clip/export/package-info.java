/** Videos and archives made of clips, to be taken away. */
@NullMarked
package io.vedette.clip.export;

import org.jspecify.annotations.NullMarked;
