/** Which nodes may talk to each other, and what becomes of keys that are exchanged meanwhile. */
package io.lull.cluster.config.tls;
