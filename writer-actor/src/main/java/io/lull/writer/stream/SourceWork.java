package io.lull.writer.stream;

import io.lull.cluster.config.settings.StreamSettings;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamEffect.OpenData;
import io.lull.protocol.stream.StreamEffect.ReadData;
import io.lull.protocol.stream.StreamEffect.RollLog;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFacts;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.StreamSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the effects of a machine done by a source, and keeps what of it is open.
 *
 * <p>Only the actor calls it. What a source says is checked here, where it can still be told from
 * what is true: a machine believes its host.
 */
final class SourceWork {
  private final InstanceId id;
  private final StreamSource source;
  private final StreamSettings limits;
  private final Jobs jobs;
  private final Consumer<StreamInput> report;
  private final Consumer<Fault> trouble;
  private final Map<Long, SourceFile> files = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable OpenSource> open = new AtomicReference<>();

  /** A source that was put into backup, and what it found there. */
  record Begun(OpenSource source, SourceFacts facts) {}

  /** A file and how long it says that it is. */
  private record Sized(SourceFile file, long size) {}

  /**
   * The work of one instance.
   *
   * @param report told, on the thread of the actor, how work has ended that the machine asked for
   * @param trouble told, on the thread of the actor, what went wrong and has nobody who asked
   */
  SourceWork(
      InstanceId id,
      StreamSource source,
      StreamSettings limits,
      Jobs jobs,
      Consumer<StreamInput> report,
      Consumer<Fault> trouble) {
    this.id = id;
    this.source = source;
    this.limits = limits;
    this.jobs = jobs;
    this.report = report;
    this.trouble = trouble;
  }

  /** Puts the instance into backup; a begin that comes too late is taken back. */
  void begin(StreamKind kind, Consumer<Job.Outcome<SourceFacts>> then) {
    jobs.add(
        new Job<>(
            id + " to begin a " + kind + " stream",
            limits.begin(),
            () -> begun(kind),
            late -> late.source().close(),
            outcome -> {
              outcome.brought().ifPresent(begun -> open.set(begun.source()));
              then.accept(new Job.Outcome<>(outcome.brought().map(Begun::facts), outcome.fault()));
            }));
  }

  private Begun begun(StreamKind kind) throws Exception {
    OpenSource begun = there(source.begin(kind), "an open source");
    try {
      SourceFacts facts = there(begun.facts(), "facts");
      if (facts.checkpoint() < 1) {
        throw lie("a checkpoint of 1 or more", facts.checkpoint());
      }
      return new Begun(begun, facts);
    } catch (Throwable unusable) {
      begun.close();
      throw unusable;
    }
  }

  void open(OpenData effect) {
    jobs.add(
        new Job<>(
            id + " to open " + effect.file(),
            limits.open(),
            () -> sized(there(begun().open(effect.file()), "a file")),
            late -> late.file().close(),
            outcome -> {
              outcome.brought().ifPresent(sized -> files.put(effect.call(), sized.file()));
              report.accept(
                  ended(
                      outcome,
                      sized -> new StreamInput.FileOpened(id, effect.call(), sized.size()),
                      fault -> new StreamInput.OpenFailed(id, effect.call(), fault)));
            }));
  }

  private static Sized sized(SourceFile file) throws SourceException {
    try {
      long size = file.size();
      if (size < 0) {
        throw lie("a size of 0 or more", size);
      }
      return new Sized(file, size);
    } catch (Throwable unusable) {
      file.close();
      throw unusable;
    }
  }

  /**
   * Reads.
   *
   * @param size how long the file is
   * @param into where the bytes go; the thread may write into it for as long as it lives
   */
  void read(ReadData effect, long size, ByteBuffer into) {
    int bytes = Math.clamp(size - effect.offset(), 0, effect.length());
    jobs.add(
        new Job<>(
            id + " to read at " + effect.offset(),
            limits.read(),
            () -> read(effect, into.slice(into.position(), bytes)),
            late -> {},
            outcome ->
                report.accept(
                    ended(
                        outcome,
                        read -> new StreamInput.ReadEnded(id, effect.call(), read),
                        fault -> new StreamInput.ReadFailed(id, effect.call(), fault)))));
  }

  private int read(ReadData effect, ByteBuffer room) throws Exception {
    int bytes = room.remaining();
    if (bytes > 0) {
      there(files.get(effect.handle()), "an open file").read(effect.offset(), room);
    }
    if (room.hasRemaining()) {
      throw lie(bytes + " bytes", bytes - room.remaining());
    }
    return bytes;
  }

  void roll(RollLog effect) {
    jobs.add(
        new Job<>(
            id + " to begin a new log",
            limits.roll(),
            () -> there(begun().roll(), "logs"),
            late -> {},
            outcome ->
                report.accept(
                    ended(
                        outcome,
                        logs -> new StreamInput.LogsRolled(id, effect.call(), logs),
                        fault -> new StreamInput.RollFailed(id, effect.call(), fault)))));
  }

  void close(long handle) {
    silently(
        "to close a file",
        limits.close(),
        () -> Optional.ofNullable(files.remove(handle)).ifPresent(SourceFile::close));
  }

  /** Takes the instance out of backup, after all that was asked of it before. */
  void end() {
    silently("to be taken out of backup", limits.close(), this::closeSource);
  }

  private void closeSource() {
    Optional.ofNullable(open.getAndSet(null)).ifPresent(OpenSource::close);
  }

  void delete(Logs logs) {
    silently("to delete logs " + logs, limits.delete(), () -> source.delete(logs));
  }

  /** What nobody waits for; a failure is told as trouble. */
  void silently(String what, Duration limit, Work work) {
    Callable<Boolean> done =
        () -> {
          work.run();
          return true;
        };
    jobs.add(
        new Job<>(
            id + " " + what,
            limit,
            done,
            late -> {},
            outcome -> outcome.fault().ifPresent(trouble)));
  }

  /** Work that brings nothing. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Keeps no thread as long as nothing of the source is open. */
  void rest() {
    if (open.get() == null) {
      jobs.rest();
    }
  }

  /**
   * The actor ends: nothing more is done but to close what is open.
   *
   * @param last done after that
   */
  void stop(Runnable last) {
    jobs.stop(
        () -> {
          files.values().forEach(file -> quietly(file::close));
          quietly(this::closeSource);
          quietly(source::close);
          last.run();
        });
  }

  /** The process ends, and whatever is open with it. */
  private static void quietly(Runnable close) {
    try {
      close.run();
    } catch (RuntimeException nobodyCares) {
      // Nobody is left who could do anything about it.
    }
  }

  private OpenSource begun() throws SourceException {
    return there(open.get(), "an instance in backup");
  }

  private static <T> StreamInput ended(
      Job.Outcome<T> outcome,
      java.util.function.Function<T, StreamInput> well,
      java.util.function.Function<Fault, StreamInput> badly) {
    return outcome.brought().map(well).orElseGet(() -> badly.apply(outcome.fault().orElseThrow()));
  }

  private static <T> T there(@Nullable T value, String expected) throws SourceException {
    if (value == null) {
      throw lie(expected, "nothing");
    }
    return value;
  }

  private static SourceException lie(String expected, Object but) {
    return new SourceException(
        Fault.expected(
            Failure.SOURCE_FAILED,
            expected,
            "got " + but + "; report this to the author of the source"));
  }
}
