/**
 * The writers of MariaDB and MySQL: the backup lock of the server, for as long as copies are made.
 */
@NullMarked
package io.lull.writer.mariadb;

import org.jspecify.annotations.NullMarked;
