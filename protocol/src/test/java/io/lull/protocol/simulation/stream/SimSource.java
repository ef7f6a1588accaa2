package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The application of an instance and its disk, as they physically are. */
final class SimSource {
  /** What the pages of a stream need to become consistent: these logs and all between them. */
  record Needed(long first, long last) {}

  final InstanceId id;
  final SortedSet<DatabaseId> attached = new TreeSet<>();
  final SortedSet<Long> closed = new TreeSet<>();

  /** Logs that somebody else removed; nobody promises anything of these. */
  final SortedSet<Long> vanished = new TreeSet<>();

  /** What physically became of each stream. */
  final SortedMap<SessionId, Needed> needed = new TreeMap<>();

  /** Databases that are gone for good. */
  final SortedSet<DatabaseId> dropped = new TreeSet<>();

  /** Databases that have the name of one that is gone, and of which the host knows nothing yet. */
  private final SortedSet<DatabaseId> unseen = new TreeSet<>();

  /** By stream, the databases that were gone for good when it began. */
  final SortedMap<SessionId, SortedSet<DatabaseId>> droppedBefore = new TreeMap<>();

  /** What the host remembers from one life to the next. */
  List<Database> marks = List.of();

  private long checkpoint = 1;
  private long current = 1;
  private boolean inBackup;

  SimSource(InstanceId id, List<DatabaseId> databases) {
    this.id = id;
    attached.addAll(databases);
  }

  boolean isInBackup() {
    return inBackup;
  }

  long checkpoint() {
    return checkpoint;
  }

  /** The application fills its log and begins another. */
  void fill() {
    closed.add(current);
    current++;
  }

  void checkpointAt(long fraction) {
    checkpoint = Math.max(checkpoint, current - fraction);
  }

  /** A database comes and goes while nobody reads; one that nobody has ever seen stays. */
  void attachOrDetach(DatabaseId database) {
    boolean known =
        marks.stream().anyMatch(mark -> mark.id().equals(database)) && !unseen.contains(database);
    if (known && !inBackup && !attached.remove(database)) {
      attached.add(database);
      if (dropped.remove(database)) {
        unseen.add(database);
      }
    }
  }

  /** One that is not in use is gone for good; another may get its name. */
  void drop(DatabaseId database) {
    if (!inBackup && !attached.contains(database)) {
      dropped.add(database);
    }
  }

  boolean hadDropped(DatabaseId database, SessionId before) {
    return droppedBefore.getOrDefault(before, new TreeSet<>()).contains(database);
  }

  /**
   * Backup mode begins; whoever copies pages has a checkpoint made first, and sees what is there.
   */
  void begin(StreamKind kind) {
    inBackup = true;
    unseen.clear();
    if (kind != StreamKind.INCREMENTAL) {
      checkpoint = current;
    }
  }

  void opened(SessionId session) {
    needed.put(session, new Needed(checkpoint, Long.MAX_VALUE));
    droppedBefore.put(session, new TreeSet<>(dropped));
  }

  /** A new log is begun; pages that were read before it need all up to it. */
  Logs roll(SessionId session) {
    Needed so = needed.get(session);
    if (so != null) {
      needed.put(session, new Needed(so.first(), current));
    }
    fill();
    return Logs.of(closed);
  }

  /** Backup mode ends, also by itself when the process dies that asked for it. */
  void end() {
    inBackup = false;
  }

  /** The oldest first; a deletion may break off in the middle. */
  Logs delete(Logs logs, boolean wholly) {
    List<Long> there =
        new ArrayList<>(logs.generations().stream().filter(log -> closed.contains(log)).toList());
    List<Long> going = wholly ? there : there.subList(0, there.size() / 2);
    Logs gone = Logs.of(going);
    closed.removeAll(gone.generations());
    return gone;
  }

  /** Somebody else removes a log. */
  void vanish() {
    Optional<Long> oldest = closed.stream().findFirst();
    oldest.ifPresent(
        log -> {
          vanished.add(log);
          closed.remove(log);
        });
  }
}
