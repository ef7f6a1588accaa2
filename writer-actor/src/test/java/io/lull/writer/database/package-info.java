/** What the writers of databases share, and what their tests share: real servers. */
package io.lull.writer.database;
