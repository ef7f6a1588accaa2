/** What becomes of messages on their way, honest and hostile ones. */
package io.lull.cluster.config.serialization;
