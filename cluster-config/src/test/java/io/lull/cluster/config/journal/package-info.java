/** The journal conformance suite, which runs on both journals. */
package io.lull.cluster.config.journal;
