@org.jspecify.annotations.NullMarked
package io.lull.node.stream;
