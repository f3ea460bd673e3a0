/**
 * Access rights: roles, actors, and the function that decides whether an actor may do something
 * with a camera.
 */
@NullMarked
package io.vedette.access;

import org.jspecify.annotations.NullMarked;
