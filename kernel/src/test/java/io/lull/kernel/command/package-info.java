/** Tests of how commands of others are started and ended. */
package io.lull.kernel.command;
