/** How the demonstration is shown. */
@NullMarked
package io.lull.demo;

import org.jspecify.annotations.NullMarked;
