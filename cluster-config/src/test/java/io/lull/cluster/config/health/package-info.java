/** When a node says that it is ready, and when not. */
package io.lull.cluster.config.health;
