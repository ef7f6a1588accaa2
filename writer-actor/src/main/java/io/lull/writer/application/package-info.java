/** Writers that live in the application itself, when that runs on a Java virtual machine. */
@NullMarked
package io.lull.writer.application;

import org.jspecify.annotations.NullMarked;
