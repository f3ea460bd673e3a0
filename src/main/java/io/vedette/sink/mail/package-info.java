/** Mail sink: alerts as e-mail. */
@NullMarked
package io.vedette.sink.mail;

import org.jspecify.annotations.NullMarked;
