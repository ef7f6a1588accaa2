/** The stream source of SQLite: copies by the online backup interface, each as of one moment. */
@NullMarked
package io.lull.writer.source.sqlite;

import org.jspecify.annotations.NullMarked;
