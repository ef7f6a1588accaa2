/**
 * What somebody writes who wants Lull to make copies in a new way: a {@link
 * io.lull.provider.spi.Provider}, and a {@link io.lull.provider.spi.ProviderFactory} that is named
 * in {@code META-INF/services}. No actors and no rules of the protocol are needed for it.
 */
@NullMarked
package io.lull.provider.spi;

import org.jspecify.annotations.NullMarked;
