@org.jspecify.annotations.NullMarked
package io.lull.writer.stream;
