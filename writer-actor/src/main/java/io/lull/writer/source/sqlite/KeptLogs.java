package io.lull.writer.source.sqlite;

import static java.util.stream.Collectors.joining;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Name;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.writer.guard.Blocking;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.sqlite.wal.Chain;
import io.lull.writer.source.sqlite.wal.HolderProcess;
import io.lull.writer.source.sqlite.wal.Part;
import io.lull.writer.source.sqlite.wal.WalLogs;
import io.lull.writer.source.tar.TarEntry;
import io.lull.writer.source.tar.TarEntry.Attributes;
import io.lull.writer.source.tar.TarFile;
import io.lull.writer.source.tar.Unchanging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Logs that are kept until they are truncated. */
final class KeptLogs implements OpenLogs {
  private final WalLogs logs;
  private final HolderProcess holder;
  private final SortedMap<String, Path> databases;
  private final long checkpoint;
  private boolean unused;
  private volatile Logs available = Logs.NONE;

  private KeptLogs(
      WalLogs logs,
      HolderProcess holder,
      SortedMap<String, Path> databases,
      long checkpoint,
      boolean unused) {
    this.logs = logs;
    this.holder = holder;
    this.databases = databases;
    this.checkpoint = checkpoint;
    this.unused = unused;
  }

  /** Those of a full stream, which begins a chain if there is none that could go on. */
  static KeptLogs begin(WalLogs logs, HolderProcess holder, SortedMap<String, Path> databases)
      throws Exception {
    HolderProcess.Answer begun =
        Blocking.call("hold the WAL of " + databases.keySet(), () -> holder.begin(databases));
    return new KeptLogs(logs, holder, databases, begun.next(), begun.fresh());
  }

  /** Those of an incremental one, for which nothing is begun. */
  static KeptLogs goOn(
      WalLogs logs, HolderProcess holder, SortedMap<String, Path> databases, long checkpoint) {
    return new KeptLogs(logs, holder, databases, checkpoint, false);
  }

  @Override
  public Logging logging() {
    return Logging.KEPT;
  }

  @Override
  public long checkpoint() {
    return checkpoint;
  }

  @Override
  public Logs available() {
    return available;
  }

  @Override
  public Logs roll() throws Exception {
    var _ = Blocking.call("make a log of " + databases.keySet(), () -> holder.roll(databases));
    unused = false;
    Optional<Chain> chain = Chain.read(logs.directory());
    available = chain.isPresent() ? logs.list(chain.get()) : Logs.NONE;
    return available;
  }

  @Override
  public SourceFile open(long generation) throws IOException {
    List<Part> parts = logs.open(generation);
    List<TarEntry> entries = new ArrayList<>();
    for (Part part : parts) {
      if (part.frames() > 0) {
        Path file = logs.frames(generation, part);
        try (Descriptor frames = Descriptor.ofPlainFile(file)) {
          entries.add(
              TarEntry.file(
                  Name.of(".lull/wal/" + part.name() + "/" + generation),
                  Attributes.of(frames.stat()),
                  frames.stat().size(),
                  () -> Optional.of(new Unchanging(Descriptor.ofPlainFile(file)))));
        }
      }
    }
    try (Descriptor directory = Descriptor.ofDirectory(logs.directory())) {
      Attributes own = Attributes.of(directory.stat());
      Attributes like = new Attributes(0600, own.owner(), own.group(), own.modified());
      entries.add(TarEntry.text(".lull/sqlite.json", like, about(generation, parts)));
    }
    return new TarFile(entries, _ -> {});
  }

  private static String about(long generation, List<Part> parts) {
    return parts.stream()
            .map(Part::json)
            .collect(joining(",", "{\"log\":" + generation + ",\"databases\":[", "]}"))
        + "\n";
  }

  /** What was begun only for a stream that did not get as far as its logs is held no longer. */
  @Override
  public void close() {
    if (unused) {
      unused = false;
      try {
        holder.drop(databases);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      } catch (SourceException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
