package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.StreamFile.DatabaseFile;
import io.lull.protocol.stream.StreamFile.LogFile;
import io.lull.protocol.stream.StreamInput.CloseFile;
import io.lull.protocol.stream.StreamInput.GetAttachInfo;
import io.lull.protocol.stream.StreamInput.OpenFile;
import io.lull.protocol.stream.StreamInput.ReadFile;
import io.lull.protocol.stream.StreamReply.AttachInfo;
import io.lull.protocol.stream.StreamReply.Closed;
import io.lull.protocol.stream.StreamReply.Opened;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.Optional;

/** Which files can be opened, read and closed. */
final class FileRules {
  private FileRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> attachInfo(
      StreamHost host, GetAttachInfo ask, Uptime now) {
    if (host.stream(ask.instance()).kind() == StreamKind.INCREMENTAL) {
      return Decisions.refuse(
          ask.request(),
          Failure.INVALID_BACKUP_SEQUENCE,
          "a stream of databases",
          "an incremental one reads logs only");
    }
    List<Database> attached = host.instance(ask.instance()).facts().attached();
    return Decision.reply(
        new AttachInfo(ask.request(), Sorted.set(attached.stream().map(Database::id).toList())));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> open(
      StreamHost host, OpenFile open, Uptime now) {
    Instance instance = host.instance(open.instance());
    Stream stream = host.stream(open.instance());
    if (stream.work().isFor(open.request())) {
      return Decision.nothing();
    }
    Optional<Handle> mine =
        stream.work().handle().filter(handle -> handle.request().equals(open.request()));
    if (mine.isPresent()) {
      return opened(mine.get());
    }
    return unopenable(instance, stream, open)
        .map(fault -> Decisions.refuse(open.request(), fault))
        .orElseGet(
            () ->
                Decisions.begin(
                    instance, new Call.Opening(host.calls() + 1, open.request(), open.file())));
  }

  /** Sequence first, then room, then the file itself. */
  private static Optional<Fault> unopenable(Instance instance, Stream stream, OpenFile open) {
    StreamFile file = open.file();
    if (stream.work().spent().contains(open.request())) {
      return Optional.of(
          Fault.expected(
              Failure.INVALID_BACKUP_SEQUENCE,
              "a request whose file was not closed yet",
              "that of request " + open.request() + " was"));
    }
    boolean logsKnown = stream.progress().logs().isPresent();
    if (logsKnown != file instanceof LogFile) {
      return Optional.of(
          Fault.expected(
              Failure.INVALID_BACKUP_SEQUENCE,
              "databases before GetLogInfo and logs after it",
              "got " + file));
    }
    if (stream.work().taken().isPresent()) {
      return Optional.of(
          Fault.expected(
              Failure.HANDLE_TABLE_FULL,
              "no open file",
              "handle " + stream.work().taken().get() + " is open"));
    }
    if (stream.work().call().isPresent()) {
      return Optional.of(busy(stream));
    }
    boolean there =
        switch (file) {
          case DatabaseFile data -> instance.facts().isAttached(data.database());
          case LogFile log ->
              stream
                  .progress()
                  .logs()
                  .filter(chain -> chain.required().contains(log.generation()))
                  .isPresent();
        };
    return there
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                Failure.STREAM_INVALID_PARAMETER, "a file of this stream", "got " + file));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> read(
      StreamHost host, ReadFile read, Uptime now) {
    Stream stream = host.stream(read.instance());
    if (stream.work().isFor(read.request())) {
      return Decision.nothing();
    }
    return unreadable(stream, read)
        .map(fault -> Decisions.refuse(read.request(), fault))
        .orElseGet(
            () ->
                Decisions.begin(
                    host.instance(read.instance()),
                    new Call.Reading(
                        host.calls() + 1,
                        read.request(),
                        read.handle(),
                        read.offset(),
                        read.length())));
  }

  private static Optional<Fault> unreadable(Stream stream, ReadFile read) {
    Optional<Handle> open =
        stream.work().handle().filter(handle -> handle.number() == read.handle());
    if (open.isEmpty()) {
      return Optional.of(badHandle(read.handle()));
    }
    return stream.work().call().isPresent()
        ? Optional.of(busy(stream))
        : ReadBounds.broken(open.get(), read.offset(), read.length());
  }

  /** Also after a stop: a client must be able to put away what it holds. */
  static Decision<StreamEvent, StreamEffect, StreamReply> close(
      StreamHost host, CloseFile close, Uptime now) {
    Work work = host.stream(close.instance()).work();
    if (work.handle().filter(handle -> handle.number() == close.handle()).isEmpty()) {
      return work.closed().filter(close.request()::equals).isPresent()
          ? Decision.reply(new Closed(close.request(), close.handle()))
          : Decisions.refuse(close.request(), badHandle(close.handle()));
    }
    return Decisions.both(
        new Decision<>(
            List.of(new StreamEvent.HandleClosed(close.instance(), Optional.of(close.request()))),
            List.of(new StreamEffect.CloseData(close.instance(), close.handle())),
            List.of(new Closed(close.request(), close.handle()))),
        WorkRules.givenUp(
            work,
            Fault.expected(
                Failure.BACKUP_ABORTED_BY_CALLER,
                "the file to stay open until its read ended",
                "it was closed")));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> opened(Handle handle) {
    return Decision.reply(new Opened(handle.request(), handle.number(), handle.size()));
  }

  private static Fault badHandle(long handle) {
    return Fault.expected(
        Failure.STREAM_INVALID_PARAMETER, "the handle of an open file", "got " + handle);
  }

  static Fault busy(Stream stream) {
    return Fault.expected(
        Failure.INVALID_BACKUP_SEQUENCE,
        "one call of a stream at a time",
        "request " + stream.work().call().orElseThrow().request() + " is not answered yet");
  }
}
