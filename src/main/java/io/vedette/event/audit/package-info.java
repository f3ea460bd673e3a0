/** Records of the changes that people and programs made through the console. */
@NullMarked
package io.vedette.event.audit;

import org.jspecify.annotations.NullMarked;
