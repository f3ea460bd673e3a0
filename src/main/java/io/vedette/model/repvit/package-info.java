/** RepViT (Wang et al., CVPR 2024), the backbone, in the paper's own terms. */
@NullMarked
package io.vedette.model.repvit;

import org.jspecify.annotations.NullMarked;
