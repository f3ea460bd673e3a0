/**
 * Reading and writing of small files: private to their owner, complete or unchanged, with reasons
 * of failures for people.
 */
@NullMarked
package io.vedette.file;

import org.jspecify.annotations.NullMarked;
