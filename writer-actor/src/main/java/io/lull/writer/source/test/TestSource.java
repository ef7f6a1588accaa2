package io.lull.writer.source.test;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFacts;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.test.SourceDiary.What;
import io.lull.writer.test.Deed;
import io.lull.writer.test.Gate;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A source that does what its script says, and notes the truth in its diary. */
public final class TestSource implements StreamSource {
  private static final Duration FOR_EVER = Duration.ofDays(365);

  private final SourceScript script;
  private final SourceDiary diary = new SourceDiary();
  private final Gate gate = new Gate();
  private final TreeMap<DatabaseId, Long> databases;
  private final long logBytes;
  private final TreeSet<Long> closed = new TreeSet<>(Set.of(1L));
  private Logging logging;
  private boolean whole;

  /**
   * A source.
   *
   * @param databases how many bytes each has
   * @param logBytes how many bytes each log has
   */
  public TestSource(
      Map<DatabaseId, Long> databases, long logBytes, Logging logging, SourceScript script) {
    this.databases = new TreeMap<>(databases);
    this.logBytes = logBytes;
    this.logging = logging;
    this.script = script;
  }

  public SourceScript script() {
    return script;
  }

  public SourceDiary diary() {
    return diary;
  }

  /** What hangs goes on, and does late what it was asked to do; a diary tells what waits. */
  public void letGo() {
    gate.open();
  }

  /** The application has filled this many logs more. */
  public synchronized void fillLogs(int more) {
    for (int i = 0; i < more; i++) {
      closed.add(current());
    }
  }

  /** The application has lost this log. */
  public synchronized void loseLog(long generation) {
    closed.remove(generation);
  }

  /** The logs that are there and closed. */
  public synchronized Logs logs() {
    return Logs.of(closed);
  }

  public synchronized void use(DatabaseId database, long bytes) {
    databases.put(database, bytes);
  }

  public synchronized void drop(DatabaseId database) {
    databases.remove(database);
  }

  /** From now on it says that what it does not find is gone for good. */
  public synchronized void dropForGood(DatabaseId database) {
    databases.remove(database);
    whole = true;
  }

  public synchronized void logging(Logging now) {
    logging = now;
  }

  /** What the archive of this file holds. */
  public TestArchive archive(StreamFile file) {
    return switch (file) {
      case StreamFile.DatabaseFile data -> new TestArchive(data.database().name(), bytes(data));
      case StreamFile.LogFile log -> new TestArchive("log-" + log.generation(), logBytes);
    };
  }

  private synchronized long bytes(StreamFile.DatabaseFile data) {
    return databases.getOrDefault(data.database(), 0L);
  }

  private long current() {
    return closed.isEmpty() ? 1 : closed.last() + 1;
  }

  /** It is always there. */
  @Override
  public void look() {}

  @Override
  @SuppressWarnings("NullAway") // To bring nothing is the lie.
  public OpenSource begin(StreamKind kind) throws Exception {
    Deed deed = called(SourceCall.BEGIN, kind.name());
    diary.backup(true);
    if (deed.kind() == Deed.Kind.LIE) {
      diary.backup(false);
      return null;
    }
    SourceFacts facts = facts();
    diary.note(What.RETURNED, SourceCall.BEGIN, kind.name());
    return new Open(facts);
  }

  private synchronized SourceFacts facts() {
    return new SourceFacts(logging, current(), new TreeSet<>(databases.keySet()), whole);
  }

  @Override
  public void delete(Logs logs) throws Exception {
    Deed deed = called(SourceCall.DELETE, logs.toString());
    if (deed.kind() != Deed.Kind.LIE) {
      synchronized (this) {
        closed.removeAll(logs.generations());
      }
    }
    diary.note(What.RETURNED, SourceCall.DELETE, logs.toString());
  }

  /** An instance in backup. */
  private final class Open implements OpenSource {
    private final SourceFacts facts;

    Open(SourceFacts facts) {
      this.facts = facts;
    }

    @Override
    public SourceFacts facts() {
      Deed deed = calledUnchecked(SourceCall.FACTS, "");
      return deed.kind() == Deed.Kind.LIE
          ? new SourceFacts(facts.logging(), 0, facts.databases())
          : facts;
    }

    @Override
    @SuppressWarnings("NullAway") // To bring nothing is the lie.
    public SourceFile open(StreamFile file) throws Exception {
      Deed deed = called(SourceCall.OPEN, file.toString());
      if (deed.kind() == Deed.Kind.LIE) {
        return null;
      }
      diary.opened(1);
      diary.note(What.RETURNED, SourceCall.OPEN, file.toString());
      return new OpenedFile(archive(file));
    }

    @Override
    @SuppressWarnings("NullAway") // To bring nothing is the lie.
    public Logs roll() throws Exception {
      Deed deed = called(SourceCall.ROLL, "");
      if (deed.kind() == Deed.Kind.LIE) {
        return null;
      }
      fillLogs(1);
      diary.note(What.RETURNED, SourceCall.ROLL, "");
      return logs();
    }

    @Override
    public void close() {
      calledUnchecked(SourceCall.CLOSE, "");
      diary.backup(false);
      diary.note(What.RETURNED, SourceCall.CLOSE, "");
    }
  }

  /** A file that is being read. */
  private final class OpenedFile implements SourceFile {
    private final TestArchive archive;

    OpenedFile(TestArchive archive) {
      this.archive = archive;
    }

    @Override
    public long size() {
      return calledUnchecked(SourceCall.SIZE, "").kind() == Deed.Kind.LIE ? -1 : archive.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws Exception {
      Deed deed = called(SourceCall.READ, offset + "+" + into.remaining());
      if (deed.kind() == Deed.Kind.LIE) {
        into.limit(into.limit() - 1);
        archive.read(offset, into);
        into.limit(into.limit() + 1);
      } else {
        archive.read(offset, into);
      }
      diary.note(What.RETURNED, SourceCall.READ, offset + "");
    }

    @Override
    public void close() {
      calledUnchecked(SourceCall.CLOSE_FILE, "");
      diary.opened(-1);
      diary.note(What.RETURNED, SourceCall.CLOSE_FILE, "");
    }
  }

  private Deed calledUnchecked(SourceCall call, String about) {
    try {
      return called(call, about);
    } catch (RuntimeException thrown) {
      throw thrown;
    } catch (Exception thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  /** What comes before the work: to hang, to be late, to fail. */
  private Deed called(SourceCall call, String about) throws Exception {
    diary.note(What.CALLED, call, about);
    Deed deed = script.next(call);
    Runnable waits = () -> diary.note(What.WAITS, call, about);
    try {
      switch (deed.kind()) {
        case HANG -> gate.pass(false, FOR_EVER, waits);
        case HANG_DEAF -> gate.pass(true, FOR_EVER, waits);
        case DELAY -> gate.pass(false, deed.time(), waits);
        case DELAY_DEAF -> gate.pass(true, deed.time(), waits);
        case THROW -> throw threw(call, about, new IllegalStateException("as its script says"));
        case NON_RETRYABLE ->
            throw threw(
                call,
                about,
                new SourceException(
                    Fault.expected(
                        Failure.SOURCE_FAILED, call + " to succeed", "its script says no")));
        default -> {}
      }
    } catch (InterruptedException interrupted) {
      diary.note(What.INTERRUPTED, call, about);
      throw interrupted;
    }
    return deed;
  }

  private <E extends Exception> E threw(SourceCall call, String about, E thrown) {
    diary.note(What.THREW, call, about);
    return thrown;
  }
}
