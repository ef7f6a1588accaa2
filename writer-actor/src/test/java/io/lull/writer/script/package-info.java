/** Tests of the writer that calls programs: all of them with real ones. */
package io.lull.writer.script;
