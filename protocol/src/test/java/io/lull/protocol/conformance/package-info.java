/** Tests that are named after the conformance statements which they show. */
package io.lull.protocol.conformance;
