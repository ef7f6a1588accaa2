/**
 * Whether a set can really be used: a copy of it is taken out, and the engines whose data it has
 * are asked about that copy, never about what runs or about the set itself.
 */
@NullMarked
package io.lull.cli.verify;

import org.jspecify.annotations.NullMarked;
