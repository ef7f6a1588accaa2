/** The writer of Redis against real servers. */
package io.lull.writer.redis;
