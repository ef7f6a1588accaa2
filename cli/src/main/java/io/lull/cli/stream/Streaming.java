package io.lull.cli.stream;

import io.lull.cli.backup.Progress;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Address;
import io.lull.cli.node.Api;
import io.lull.cli.node.Download;
import io.lull.cli.stream.fetch.Fetch;
import io.lull.cli.stream.fetch.Fetch.Fetched;
import io.lull.cli.stream.fetch.RateLimit;
import io.lull.cli.stream.store.Archive;
import io.lull.cli.stream.store.AtRest;
import io.lull.cli.stream.store.Manifest;
import io.lull.cli.stream.store.Unfinished;
import io.lull.cli.stream.tar.EntryName;
import io.lull.cli.stream.tar.LeftOut;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.InstanceView;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One stream from Begin to the word that it is stored, or undone. */
final class Streaming {
  private static final Duration UNDOING = Duration.ofSeconds(30);

  /** After these the host waits for an End, and says then who it was. */
  private static final Set<Failure> STOPPED =
      EnumSet.of(Failure.BACKUP_ABORTED_BY_SERVER, Failure.CLIENT_REQUEST_TO_STOP_SERVICE);

  /** A server starts with all of its tablespaces or not at all. */
  private static final String INSEPARABLE = "postgres";

  private final Api api;
  private final StreamRequester requester;
  private final Wish wish;
  private final Unfinished backup;
  private final Fetch fetch;
  private final Progress progress;
  private final List<Archive> files = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<DatabaseId> lost = new ArrayList<>();
  private Optional<LeftOut> leftOut = Optional.empty();
  private @Nullable Stamp stamp;
  private boolean ended;

  /**
   * What is to be streamed, and how.
   *
   * @param basis what an incremental stream goes on from
   * @param keepLogs whether no log is to go because of it
   */
  record Wish(
      InstanceView of, StreamKind kind, Optional<Manifest> basis, AtRest rest, boolean keepLogs) {
    InstanceId instance() {
      return of.instance();
    }
  }

  Streaming(
      Api api,
      StreamRequester requester,
      Wish wish,
      Unfinished backup,
      RateLimit limit,
      Progress progress) {
    this.api = api;
    this.requester = requester;
    this.wish = wish;
    this.backup = backup;
    this.progress = progress;
    this.fetch = new Fetch(backup, wish.rest(), limit, progress::note, requester::check);
  }

  /** Takes the backup; whatever goes wrong, the instance is free again and no log has gone. */
  Streamed run() {
    try {
      return taken();
    } catch (Trouble trouble) {
      throw undone(trouble);
    } catch (RuntimeException ours) {
      var _ = undone(Trouble.of(ExitCode.FAILED, "a mistake of this program", ""));
      throw ours;
    } finally {
      requester.fallSilentNow();
    }
  }

  /** Ends it from another thread. */
  void stop() {
    requester.stop(Trouble.of(ExitCode.ABORTED, "the backup was interrupted and is undone", ""));
  }

  private Streamed taken() {
    Instant began = Instant.now();
    progress.step("beginning");
    stamp = requester.begin(wish.of().host(), wish.instance(), wish.kind());
    requester.showLife();
    if (wish.kind() != StreamKind.INCREMENTAL) {
      databases();
    }
    Logs required = logs();
    Logs truncated = truncated();
    backup.sync();
    StreamReply.Ended end = end(EndMode.NORMAL);
    ended = true;
    if (end.outcome() != StreamOutcome.COMPLETED) {
      throw Trouble.of(
          Fault.expected(
              end.outcome().failure().orElse(Failure.INVALID_BACKUP),
              "the stream to be completed",
              "its host says that it ended as " + end.outcome()));
    }
    Manifest manifest = manifest(began, required, end.mark().isPresent());
    backup.finish(manifest);
    return Streamed.of(manifest, backup.directory(), truncated, confirmed());
  }

  private void databases() {
    StreamReply.AttachInfo attached =
        requester.host(
            StreamReply.AttachInfo.class,
            request -> new StreamInput.GetAttachInfo(request, wish.instance(), stamp()));
    for (DatabaseId database : attached.databases()) {
      StreamFile file = new StreamFile.DatabaseFile(database);
      StreamSaid said = open(file);
      try {
        fetch(file, said, true);
      } catch (Trouble why) {
        boolean none = files.isEmpty() && lost.size() + 1 == attached.databases().size();
        if (none || !isLost(said, why)) {
          throw why;
        }
        backup.remove(Archive.name(file, wish.rest().layers()));
        lost.add(database);
        progress.note(file + " is left out: " + why.what());
        continue;
      }
      close(said);
    }
  }

  /**
   * A host that cannot read a database closes it by itself, and the stream of the others goes on.
   */
  private boolean isLost(StreamSaid said, Trouble why) {
    if (why.failure().isEmpty() || wish.of().kind().equals(INSEPARABLE)) {
      return false;
    }
    try {
      close(said);
      return false;
    } catch (Trouble closed) {
      return closed.failure().filter(Failure.STREAM_INVALID_PARAMETER::equals).isPresent();
    }
  }

  private Logs logs() {
    progress.step("waiting for the logs");
    Logs required =
        requester
            .host(
                StreamReply.LogInfo.class,
                request -> new StreamInput.GetLogInfo(request, wish.instance(), stamp()))
            .required();
    wish.basis().ifPresent(basis -> demandJoint(required, basis));
    int number = 0;
    int all = required.generations().size();
    for (long generation : required.generations()) {
      number++;
      if (number % Math.max(1, all / 10) == 0) {
        progress.step("log " + number + " of " + all);
      }
      StreamFile file = new StreamFile.LogFile(generation);
      StreamSaid said = open(file);
      fetch(file, said, false);
      close(said);
    }
    return required;
  }

  /** Nothing is truncated yet, and nothing will be. */
  private static void demandJoint(Logs required, Manifest basis) {
    if (!Manifest.joins(required, basis.high())) {
      throw Trouble.of(
              Fault.expected(
                  Failure.MISSING_FULL_BACKUP,
                  "logs that go on from log "
                      + basis.high()
                      + ", the last one of backup "
                      + basis.session(),
                  "got " + Streamed.span(required)))
          .hinting("Take a full backup into this directory, without --incremental");
    }
  }

  private StreamSaid open(StreamFile file) {
    return requester.opened(
        StreamReply.Opened.class,
        request -> new StreamInput.OpenFile(request, wish.instance(), stamp(), file));
  }

  private void fetch(StreamFile file, StreamSaid said, boolean large) {
    StreamReply.Opened opened = (StreamReply.Opened) said.reply();
    Ticket ticket =
        said.ticket()
            .orElseThrow(
                () ->
                    Trouble.of(
                        ExitCode.FAILED, "expected a ticket for " + file + ", but got none", ""));
    Address address = Download.address(api, ticket.address(), ticket.token());
    Fetched fetched =
        fetch.file(
            address,
            file,
            opened.size(),
            passed -> {
              requester.active();
              if (large) {
                progress.bytes(file.toString(), passed, opened.size());
              }
            });
    files.add(fetched.archive());
    leftOut = fetched.scan().leftOut().or(() -> leftOut);
    fetched.scan().changed().stream().map(EntryName::text).forEach(changed::add);
  }

  private void close(StreamSaid opened) {
    long handle = ((StreamReply.Opened) opened.reply()).handle();
    var _ =
        requester.host(
            StreamReply.Closed.class,
            request -> new StreamInput.CloseFile(request, wish.instance(), stamp(), handle));
  }

  private Logs truncated() {
    if (wish.kind() == StreamKind.COPY || wish.keepLogs()) {
      return Logs.NONE;
    }
    progress.step("finishing");
    return requester
        .host(
            StreamReply.Truncated.class,
            request -> new StreamInput.TruncateLog(request, wish.instance(), stamp()))
        .logs();
  }

  private StreamReply.Ended end(EndMode mode) {
    return requester.host(
        StreamReply.Ended.class,
        request -> new StreamInput.EndStream(request, wish.instance(), stamp(), mode, false));
  }

  private Manifest manifest(Instant began, Logs required, boolean continued) {
    return new Manifest(
        Manifest.FORM,
        requester.session(),
        wish.of().host(),
        wish.instance(),
        wish.of().kind(),
        wish.kind(),
        wish.basis().map(Manifest::session),
        required,
        // The others could be built on, but for this one the last backup before it still counts.
        continued && lost.isEmpty(),
        wish.rest().layers(),
        files,
        changed,
        leftOut,
        lost.isEmpty() ? Optional.empty() : Optional.of(lost),
        began,
        Instant.now());
  }

  /** The backup is one, whether its session hears of it or not; but else its logs stay. */
  private boolean confirmed() {
    try {
      requester.stored();
      return true;
    } catch (Trouble unheard) {
      if (unheard.failure().filter(Failure.BACKUP_ABORTED_BY_CALLER::equals).isPresent()) {
        // Its session says for ever that it was given up, and so must the directory.
        backup.withdraw();
        throw unheard;
      }
      progress.note(
          "the backup is stored, but its session was not told, so that no log goes: "
              + unheard.what());
      return false;
    }
  }

  private Stamp stamp() {
    Stamp begun = stamp;
    if (begun == null) {
      throw new IllegalStateException("expected a stream that was begun");
    }
    return begun;
  }

  private Trouble undone(Trouble why) {
    progress.step("undoing");
    requester.undoing(UNDOING);
    if (stamp == null) {
      // Where it was not refused, nobody knows whether it was heard.
      if (why.failure().isEmpty()) {
        requester.sayGivenUp();
      }
      return why;
    }
    try {
      if (ended) {
        requester.giveUp();
        return why;
      }
      boolean stopped = why.failure().filter(STOPPED::contains).isPresent();
      StreamOutcome outcome = end(stopped ? EndMode.NORMAL : EndMode.ABORT).outcome();
      return why.at("the stream ended as " + outcome + ", and no log has gone");
    } catch (Trouble left) {
      if (left.failure().filter(Failure.HOST_UNREACHABLE::equals).isPresent()) {
        // All that we have met is a sign of it.
        return left.at("met as: " + why.what() + "; no log has gone");
      }
      if (why.failure().filter(Failure.NO_BACKUP::equals).isPresent()) {
        return Trouble.of(
                Fault.expected(
                    Failure.BACKUP_ABORTED_BY_CALLER,
                    "the stream to stay open",
                    "somebody has ended it, or nothing was heard of this program for too long"))
            .at("no log has gone");
      }
      return why.at("the stream could not be ended, which its host does by itself: " + left.what());
    }
  }
}
