/**
 * The two journals, embedded and PostgreSQL: schema, exclusive use, and all events in one order.
 *
 * <p>Pekko writes and replays through its JDBC plug-in; what lies here is what the plug-in leaves
 * to others.
 */
@NullMarked
package io.lull.cluster.config.journal;

import org.jspecify.annotations.NullMarked;
