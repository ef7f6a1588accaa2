/** What can be set, and what Pekko is told because of it. */
@NullMarked
package io.lull.cluster.config.settings;

import org.jspecify.annotations.NullMarked;
