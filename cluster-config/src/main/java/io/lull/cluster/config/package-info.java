/**
 * What every node is made of before any rule runs: settings, membership, TLS between nodes,
 * journals, and the forms that messages have on their way.
 */
@NullMarked
package io.lull.cluster.config;

import org.jspecify.annotations.NullMarked;
