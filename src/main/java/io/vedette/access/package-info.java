/** Who may do what with which camera: roles, actors and the one function that decides. */
@NullMarked
package io.vedette.access;

import org.jspecify.annotations.NullMarked;
