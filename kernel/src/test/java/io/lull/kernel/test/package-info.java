/** Real file systems to test on, and what to do where they cannot be had. */
package io.lull.kernel.test;
