/**
 * Commands of others: started without a shell, in a process group of their own that ends with them,
 * with their output in memory and never more of it than is wanted.
 */
@NullMarked
package io.lull.kernel.command;

import org.jspecify.annotations.NullMarked;
