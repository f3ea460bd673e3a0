/** Families of transformers, which give a box for each query. */
@NullMarked
package io.vedette.inference.family.query;

import org.jspecify.annotations.NullMarked;
