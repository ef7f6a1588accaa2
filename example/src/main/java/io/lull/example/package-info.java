/** How an application that runs on a Java virtual machine takes part in backups by itself. */
@NullMarked
package io.lull.example;

import org.jspecify.annotations.NullMarked;
