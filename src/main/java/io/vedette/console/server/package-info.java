/**
 * The console's server: it checks calls against the contract, answers them through the parts, and
 * serves the page.
 */
@NullMarked
package io.vedette.console.server;

import org.jspecify.annotations.NullMarked;
