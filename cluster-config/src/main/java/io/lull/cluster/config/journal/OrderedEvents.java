package io.lull.cluster.config.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.jspecify.annotations.Nullable;

/**
 * Reads all events of a journal in its own order, and skips none that is still to be committed.
 *
 * <p>A missing number is somebody who draws it before his commit, or nobody any more. To tell them
 * apart the reader asks for a lock that those who write hold until they commit: when it has it,
 * whatever is still missing will be missing for ever. It has it for one query only, and asks for it
 * only when a number is missing.
 *
 * <p>It waits for the database, so it is not for actor threads; and it is for one thread at a time.
 * Who reads on and on does so by one connection, which is kept until {@link #close}.
 */
public final class OrderedEvents implements AutoCloseable {
  private static final String SELECT =
      "SELECT ordering, deleted, persistence_id, sequence_number, write_timestamp,"
          + " event_ser_id, event_ser_manifest, event_payload FROM event_journal ";
  private static final String QUERY = SELECT + "WHERE ordering > ? ORDER BY ordering LIMIT ?";
  private static final String OF_ENTITY =
      SELECT + "WHERE persistence_id = ? AND sequence_number > ? ORDER BY sequence_number LIMIT ?";
  private static final int VALID_SECONDS = 5;
  private static final String LOCK_LIMIT = "SET LOCAL lock_timeout = '5s'";

  private final Journal journal;
  private final Serialization serialization;
  private @Nullable Connection kept;
  private long settled;

  /**
   * One event as it was kept.
   *
   * @param ordering its number in the whole journal, by which reading is continued
   * @param sequence its number in its entity, from 1
   */
  public record Entry(
      long ordering, String persistenceId, long sequence, Instant writtenAt, Object event) {}

  /** What was found under one number: an event, unless it is deleted. */
  private record Row(long ordering, Optional<Entry> entry) {}

  /**
   * A part of the journal.
   *
   * @param entries the events that are not deleted
   * @param last where to go on; also when all events of the part are deleted
   */
  public record Page(List<Entry> entries, long last) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  OrderedEvents(Journal journal, ActorSystem<?> system) {
    this.journal = journal;
    this.serialization = SerializationExtension.get(Adapter.toClassic(system));
  }

  /**
   * The next events.
   *
   * @param ordering the last number that was seen, or 0
   * @throws JournalException if the journal does not answer
   */
  public Page after(long ordering, int max) {
    List<Row> rows =
        JournalException.named(
            "to read the journal",
            () -> {
              Connection connection = connection();
              try {
                List<Row> read = rows(connection, ordering, max);
                kept = connection;
                return read;
              } finally {
                // If that failed, nobody knows in which transaction the connection is.
                if (kept == null) {
                  closeQuietly(connection);
                }
              }
            });
    return new Page(
        rows.stream().flatMap(row -> row.entry().stream()).toList(),
        rows.isEmpty() ? ordering : rows.getLast().ordering());
  }

  /** Lets the connection go; who reads on gets another. */
  @Override
  public void close() {
    Connection old = kept;
    kept = null;
    closeQuietly(old);
  }

  private Connection connection() throws SQLException {
    Connection old = kept;
    kept = null;
    if (old != null && old.isValid(VALID_SECONDS)) {
      return old;
    }
    closeQuietly(old);
    return journal.connect();
  }

  private static void closeQuietly(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException gone) {
        // Then there is nothing left to close.
      }
    }
  }

  /**
   * All events of one entity, in their order; none if there is no such entity.
   *
   * @throws JournalException if the journal does not answer
   */
  public List<Entry> ofEntity(String persistenceId) {
    return ofEntity(persistenceId, 0, Integer.MAX_VALUE);
  }

  /**
   * The next events of one entity, in their order.
   *
   * @param sequence the last number of the entity that was seen, or 0
   * @throws JournalException if the journal does not answer
   */
  public List<Entry> ofEntity(String persistenceId, long sequence, int max) {
    return JournalException.named(
        "to read the journal",
        () -> {
          try (Connection connection = journal.connect();
              PreparedStatement query = connection.prepareStatement(OF_ENTITY)) {
            query.setString(1, persistenceId);
            query.setLong(2, sequence);
            query.setInt(3, max);
            return rows(query).stream().flatMap(row -> row.entry().stream()).toList();
          }
        });
  }

  private List<Row> rows(Connection connection, long ordering, int max) throws SQLException {
    List<Row> rows = query(connection, ordering, max);
    if (journal.profile().settleWriters().isEmpty()
        || !missing(rows, Math.max(ordering, settled))) {
      return rows;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK_LIMIT);
      statement.execute(journal.profile().settleWriters());
    }
    List<Row> all = query(connection, ordering, max);
    connection.commit();
    connection.setAutoCommit(true);
    settled = all.isEmpty() ? settled : Math.max(settled, all.getLast().ordering());
    return all;
  }

  /** True if a number is missing between those that are known to stay as they are. */
  private static boolean missing(List<Row> rows, long settled) {
    long expected = settled + 1;
    for (Row row : rows) {
      if (row.ordering() > settled && row.ordering() != expected++) {
        return true;
      }
    }
    return false;
  }

  private List<Row> query(Connection connection, long ordering, int max) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setLong(1, ordering);
      query.setInt(2, max);
      return rows(query);
    }
  }

  private List<Row> rows(PreparedStatement query) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet found = query.executeQuery()) {
      while (found.next()) {
        long number = found.getLong("ordering");
        rows.add(
            new Row(
                number,
                found.getBoolean("deleted")
                    ? Optional.empty()
                    : Optional.of(entry(number, found))));
      }
    }
    return rows;
  }

  private Entry entry(long ordering, ResultSet found) throws SQLException {
    return new Entry(
        ordering,
        found.getString("persistence_id"),
        found.getLong("sequence_number"),
        Instant.ofEpochMilli(found.getLong("write_timestamp")),
        serialization
            .deserialize(
                found.getBytes("event_payload"),
                found.getInt("event_ser_id"),
                found.getString("event_ser_manifest"))
            .get());
  }
}
