@org.jspecify.annotations.NullMarked
package io.lull.protocol.plan;
