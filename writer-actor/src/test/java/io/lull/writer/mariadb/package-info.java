/** The writers of MariaDB and MySQL against real servers. */
package io.lull.writer.mariadb;
