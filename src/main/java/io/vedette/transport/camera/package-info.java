/** The cameras topic: which cameras there are, where their records lie, and who reads them. */
@NullMarked
package io.vedette.transport.camera;

import org.jspecify.annotations.NullMarked;
