/** What the source for tests does. */
package io.lull.writer.source.test;
