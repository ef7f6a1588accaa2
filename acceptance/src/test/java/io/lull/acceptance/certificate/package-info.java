/** People and nodes that prove by certificates who they are, over HTTPS. */
@NullMarked
package io.lull.acceptance.certificate;

import org.jspecify.annotations.NullMarked;
