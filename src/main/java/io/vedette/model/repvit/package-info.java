/**
 * RepViT (Wang et al., "RepViT: Revisiting Mobile CNN From ViT Perspective", CVPR 2024, arXiv
 * 2307.09283), the backbone, in the paper's own terms.
 *
 * <table>
 *   <caption>Where the paper's design is found</caption>
 *   <tr><th>paper</th><th>here</th></tr>
 *   <tr><td>token mixer apart from channel mixer</td><td>{@code RepVitBlock}</td></tr>
 *   <tr><td>structural re-parameterisation, RepDW</td><td>{@code RepDepthwise}</td></tr>
 *   <tr><td>expansion ratio of 2, wider channels</td><td>{@code ChannelMixer}</td></tr>
 *   <tr><td>early convolutions as stem</td><td>{@code Stem}</td></tr>
 *   <tr><td>deeper downsampling layers</td><td>{@code RepVitBlock} where its shape halves</td></tr>
 *   <tr><td>stage ratio, SE in every other block</td><td>{@code RepVitVariant}</td></tr>
 *   <tr><td>squeeze and excitation</td><td>{@code SqueezeExcite}</td></tr>
 * </table>
 *
 * <p>The classifier is left out: what the last three stages give goes to the detector's neck.
 */
@NullMarked
package io.vedette.model.repvit;

import org.jspecify.annotations.NullMarked;
