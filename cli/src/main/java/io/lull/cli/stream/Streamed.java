package io.lull.cli.stream;

import io.lull.cli.backup.Progress;
import io.lull.cli.stream.store.Archive;
import io.lull.cli.stream.store.Manifest;
import io.lull.cli.stream.tar.LeftOut;
import io.lull.cli.text.Times;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.value.Visible;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A backup that was taken.
 *
 * @param bytes of its archives as they were read
 * @param storedBytes of what lies in its directory
 * @param truncated the logs that its source need not keep any more
 * @param confirmed whether the session knows that it is stored; else no log goes
 * @param changed entries that changed while they were read
 * @param leftOut entries that have no content, if there are any
 * @param lost databases that could not be read and are not in it
 */
record Streamed(
    SessionId session,
    HostId host,
    InstanceId instance,
    StreamKind kind,
    Optional<SessionId> basis,
    String directory,
    int files,
    long bytes,
    long storedBytes,
    Logs logs,
    Logs truncated,
    boolean confirmed,
    List<String> changed,
    Optional<LeftOut> leftOut,
    List<DatabaseId> lost,
    Duration took) {
  static Streamed of(Manifest manifest, Path directory, Logs truncated, boolean confirmed) {
    return new Streamed(
        manifest.session(),
        manifest.host(),
        manifest.instance(),
        manifest.kind(),
        manifest.basis(),
        directory.toString(),
        manifest.files().size(),
        manifest.files().stream().mapToLong(Archive::size).sum(),
        manifest.bytes(),
        manifest.required(),
        truncated,
        confirmed,
        manifest.changed(),
        manifest.leftOut(),
        manifest.lacking(),
        Duration.between(manifest.began(), manifest.ended()));
  }

  /** Whether it has everything, and its session knows. */
  boolean isWhole() {
    return changed.isEmpty() && lost.isEmpty() && confirmed;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("backup    " + session + ", " + kind + " of " + host + "/" + instance);
    lines.add("in        " + directory);
    basis.ifPresent(earlier -> lines.add("builds on " + earlier));
    lines.add(
        "size      "
            + files
            + " archives, "
            + Progress.size(bytes)
            + " read, "
            + Progress.size(storedBytes)
            + " stored, in "
            + Times.text(took));
    lines.add("logs      " + span(logs) + "; let go: " + span(truncated));
    leftOut.ifPresent(entries -> lines.add("left out  " + entries));
    lost.forEach(database -> lines.add("LOST      database " + database + ": could not be read"));
    changed.forEach(name -> lines.add("CHANGED   " + name + ": changed while it was read"));
    return lines.stream().map(Visible::of).toList();
  }

  static String span(Logs logs) {
    return logs.isEmpty()
        ? "none"
        : logs.generations().size()
            + " ("
            + logs.generations().first()
            + " to "
            + logs.generations().last()
            + ")";
  }
}
