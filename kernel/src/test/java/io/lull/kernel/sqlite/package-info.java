@org.jspecify.annotations.NullMarked
package io.lull.kernel.sqlite;
