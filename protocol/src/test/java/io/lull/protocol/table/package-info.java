/** What the tests of all tables share. */
package io.lull.protocol.table;
