package io.lull.protocol.simulation.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.ReadBounds;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.protocol.value.Sorted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** One stream as its requester takes it, from Begin to the manifest, with what he gets wrong. */
final class Reading {
  private final SimReader reader;
  private final Kernel dice;
  private final SessionId session;
  private final InstanceId instance;
  private final StreamKind kind;
  private final Optional<Backup> basis;
  private final boolean keepsLogs;
  private final SortedSet<DatabaseId> databases = new TreeSet<>();
  private final SortedSet<Long> logs = new TreeSet<>();
  private final Deque<StreamFile> files = new ArrayDeque<>();
  private Optional<Stamp> stamp = Optional.empty();
  private boolean complete;

  Reading(
      SimReader reader,
      SessionId session,
      InstanceId instance,
      StreamKind kind,
      Optional<Backup> basis) {
    this.reader = reader;
    this.dice = reader.world.kernel;
    this.session = session;
    this.instance = instance;
    this.kind = kind;
    this.basis = kind == StreamKind.INCREMENTAL ? basis : Optional.empty();
    this.keepsLogs = dice.chance(0.1);
  }

  void begin() {
    reader.ask(
        new StreamVerb.BeginBackup(
            reader.request(), StreamWorld.HOST, instance, kind, Optional.empty()),
        reply -> {
          if (reply instanceof StreamSessionReply.BackupBegun begun) {
            stamp = Optional.of(begun.stamp());
            then(kind == StreamKind.INCREMENTAL ? this::askForLogs : this::askForDatabases);
          } else {
            reader.next();
          }
        });
  }

  private Stamp stamp() {
    return stamp.orElseThrow();
  }

  private void call(Function<RequestId, StreamInput.OfSession> call, Consumer<Object> then) {
    reader.ask(new StreamVerb.PassOn(call.apply(reader.request())), then);
  }

  /** Goes on after a while, unless something gets in the way. */
  private void then(Runnable step) {
    if (dice.chance(reader.world.faults().requesterErratic())) {
      stray(step);
    } else {
      reader.after(dice.between(Kernel.MILLI, Kernel.SECOND), step);
    }
  }

  private void stray(Runnable step) {
    int way = dice.below(6);
    reader.world.trace(reader.name, "goes astray, way ", way);
    switch (way) {
      case 0 -> reader.next();
      case 1 -> reader.after(dice.between(Kernel.SECOND, 6 * Kernel.MINUTE), step);
      case 2 -> end(EndMode.NORMAL);
      case 3 -> end(EndMode.ABORT);
      case 4 -> call(id -> open(id, nowhere()), _ -> step.run());
      default -> {
        StreamInput.OfSession call = anything(reader.request());
        reader.world.toSession(reader, session, new StreamVerb.PassOn(call));
        reader.after(dice.between(Kernel.MILLI, Kernel.SECOND), step);
      }
    }
  }

  private StreamFile nowhere() {
    return dice.chance(0.5)
        ? new StreamFile.DatabaseFile(new DatabaseId("nowhere"))
        : new StreamFile.LogFile(1_000_000);
  }

  private StreamInput.OfSession anything(RequestId id) {
    return dice.pick(
        List.of(
            new StreamInput.GetAttachInfo(id, instance, stamp()),
            open(id, new StreamFile.LogFile(1 + dice.below(20))),
            new StreamInput.CloseFile(id, instance, stamp(), 1 + dice.below(20)),
            new StreamInput.GetLogInfo(id, instance, stamp()),
            new StreamInput.TruncateLog(id, instance, stamp()),
            new StreamInput.EndStream(id, instance, stamp(), EndMode.NORMAL, false)));
  }

  private StreamInput.OpenFile open(RequestId id, StreamFile file) {
    return new StreamInput.OpenFile(id, instance, stamp(), file);
  }

  private void askForDatabases() {
    call(
        id -> new StreamInput.GetAttachInfo(id, instance, stamp()),
        reply -> {
          if (reply instanceof StreamReply.AttachInfo info) {
            info.databases().forEach(database -> files.add(new StreamFile.DatabaseFile(database)));
            then(() -> nextFile(this::askForLogs));
          } else {
            giveUp();
          }
        });
  }

  private void askForLogs() {
    call(
        id -> new StreamInput.GetLogInfo(id, instance, stamp()),
        reply -> {
          if (reply instanceof StreamReply.LogInfo info && goesOn(info.required())) {
            info.required().generations().forEach(log -> files.add(new StreamFile.LogFile(log)));
            then(() -> nextFile(this::truncate));
          } else {
            giveUp();
          }
        });
  }

  /** With a log missing a full one is needed, which its requester is told. */
  private boolean goesOn(Logs required) {
    return basis.filter(before -> required.generations().first() > before.high() + 1).isEmpty();
  }

  private void nextFile(Runnable after) {
    if (files.isEmpty()) {
      then(after);
      return;
    }
    StreamFile file = files.remove();
    call(
        id -> open(id, file),
        reply -> {
          if (reply instanceof StreamReply.Opened opened) {
            int life = (int) stamp().incarnation().number();
            then(() -> read(life, file, opened.handle(), 0, opened.size(), after));
          } else {
            giveUp();
          }
        });
  }

  private void read(
      int life, StreamFile file, long handle, long offset, long size, Runnable after) {
    StreamInput.ReadFile read =
        new StreamInput.ReadFile(
            reader.request(), instance, stamp(), handle, offset, ReadBounds.MAX_READ_BYTES);
    reader.read(
        life,
        read,
        reply -> {
          if (reply instanceof StreamReply.Read got && offset + got.bytes() < size) {
            then(() -> read(life, file, handle, offset + got.bytes(), size, after));
          } else if (reply instanceof StreamReply.Read) {
            wholly(file);
            then(() -> close(handle, after));
          } else if (isLeftOut(file, reply)) {
            then(() -> nextFile(after));
          } else {
            giveUp();
          }
        });
  }

  /** A database that cannot be read costs the others nothing. */
  private static boolean isLeftOut(StreamFile file, Object reply) {
    return file instanceof StreamFile.DatabaseFile
        && reply instanceof StreamReply.StreamRefused refused
        && refused.fault().failure() == Failure.SOURCE_FAILED;
  }

  private void wholly(StreamFile file) {
    switch (file) {
      case StreamFile.DatabaseFile database -> databases.add(database.database());
      case StreamFile.LogFile log -> logs.add(log.generation());
    }
  }

  private void close(long handle, Runnable after) {
    call(
        id -> new StreamInput.CloseFile(id, instance, stamp(), handle),
        reply -> {
          if (reply instanceof StreamReply.Closed) {
            then(() -> nextFile(after));
          } else {
            giveUp();
          }
        });
  }

  private void truncate() {
    complete = true;
    if (kind == StreamKind.COPY || keepsLogs) {
      end(EndMode.NORMAL);
      return;
    }
    call(
        id -> new StreamInput.TruncateLog(id, instance, stamp()),
        reply -> {
          if (reply instanceof StreamReply.Truncated) {
            then(() -> end(EndMode.NORMAL));
          } else {
            giveUp();
          }
        });
  }

  private void giveUp() {
    end(dice.chance(0.5) ? EndMode.NORMAL : EndMode.ABORT);
  }

  private void end(EndMode mode) {
    call(
        id -> new StreamInput.EndStream(id, instance, stamp(), mode, false),
        reply -> {
          // Bytes that were read for it may have been lost on the way: only it knows what it has.
          if (complete
              && reply instanceof StreamReply.Ended ended
              && ended.outcome() == StreamOutcome.COMPLETED) {
            then(() -> store(ended.mark().isPresent()));
          } else {
            reader.next();
          }
        });
  }

  private void store(boolean continued) {
    Backup backup =
        new Backup(
            session,
            instance,
            kind,
            basis.map(Backup::session),
            Sorted.set(databases),
            Sorted.set(logs),
            continued);
    reader.directory.add(backup);
    reader.world.trace(reader.name, "has stored ", backup);
    reader.world.see(new StreamFact.Stored(backup));
    then(() -> reader.ask(new StreamVerb.ConfirmStored(reader.request()), _ -> reader.next()));
  }
}
