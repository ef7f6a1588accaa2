/** How a node starts. */
package io.lull.cluster.config;
