/** What can be set, and what is refused. */
package io.lull.cluster.config.settings;
