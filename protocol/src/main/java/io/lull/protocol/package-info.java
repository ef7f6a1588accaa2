/** The rules of the protocol: pure machines that are given time and ids as inputs. */
@NullMarked
package io.lull.protocol;

import org.jspecify.annotations.NullMarked;
