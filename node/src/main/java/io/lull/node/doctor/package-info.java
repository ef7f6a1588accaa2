/** Looks at a machine and its settings before anybody relies on them, and says what to do. */
@NullMarked
package io.lull.node.doctor;

import org.jspecify.annotations.NullMarked;
