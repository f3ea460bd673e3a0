/** Texts for people: printable whatever is in them, without passwords, and each reason once. */
@NullMarked
package io.vedette.text;

import org.jspecify.annotations.NullMarked;
