/** Tests of the writer for tests: who tests the tester. */
package io.lull.writer.test;
