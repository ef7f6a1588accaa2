/** Tests of writers on their host. */
package io.lull.writer;
