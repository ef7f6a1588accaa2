/**
 * What the writers of databases share: their settings and secrets, the places of their files, and
 * what they put into a copy.
 */
@NullMarked
package io.lull.writer.database;

import org.jspecify.annotations.NullMarked;
