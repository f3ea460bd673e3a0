/** Which of the things that happen a person is to be told of, and how often. */
@NullMarked
package io.vedette.alert;

import org.jspecify.annotations.NullMarked;
