/** Real nodes, several in one process, that join each other or are kept from it. */
package io.lull.cluster.config.membership;
