/** A whole node with real writers and real providers, on file systems and servers of the test. */
package io.lull.acceptance.real;
