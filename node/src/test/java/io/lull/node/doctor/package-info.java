/** Whether the doctor finds what is wrong. */
@NullMarked
package io.lull.node.doctor;

import org.jspecify.annotations.NullMarked;
