package io.lull.writer.source.sqlite.wal;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.guard.DatabaseProbe;
import io.lull.writer.source.SourceException;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The process that holds the WAL, as its node sees it. It is started when it is needed, and again
 * when it has died; what it holds goes with it, and it says itself what that means.
 */
public final class HolderProcess implements AutoCloseable {
  private final Path directory;
  private final long limit;
  private final Consumer<String> warn;
  private final AtomicReference<@Nullable Process> process = new AtomicReference<>();
  private volatile boolean closed;

  /** What the chain goes on with, and whether it was begun just now. */
  public record Answer(long next, boolean fresh) {}

  /**
   * A process that is not started yet.
   *
   * @param directory where logs are
   * @param limit how many bytes a WAL may take before it is let go
   * @param warn told what it says by itself
   */
  public HolderProcess(Path directory, long limit, Consumer<String> warn) {
    this.directory = directory;
    this.limit = limit;
    this.warn = warn;
  }

  /** It may be started from here on, until it is closed. */
  public void open() {
    closed = false;
  }

  /** Starts it, so that it holds what the chain needs. */
  public synchronized void start(SortedMap<String, Path> databases) throws IOException {
    if (!closed) {
      var _ = running(databases);
    }
  }

  /** Goes on with the chain, or begins one. */
  public Answer begin(SortedMap<String, Path> databases) throws IOException, SourceException {
    open();
    return ask(HolderMain.BEGIN, databases);
  }

  /** Makes a log of all that was committed since the last one. */
  public Answer roll(SortedMap<String, Path> databases) throws IOException, SourceException {
    return ask(HolderMain.ROLL, databases);
  }

  /** Nothing builds on the chain that was begun. */
  public void drop(SortedMap<String, Path> databases) throws IOException, SourceException {
    var _ = ask(HolderMain.DROP, databases);
  }

  private synchronized Answer ask(String call, SortedMap<String, Path> databases)
      throws IOException, SourceException {
    Process running = running(databases);
    boolean done = false;
    try {
      send(running, out -> out.writeUTF(call));
      DataInputStream in = new DataInputStream(running.getInputStream());
      String failure = in.readUTF();
      if (failure.isEmpty()) {
        Answer answer = new Answer(in.readLong(), in.readBoolean());
        done = true;
        return answer;
      }
      Fault fault = new Fault(Failure.ofCode(failure).orElse(Failure.INTERNAL), in.readUTF());
      done = true;
      throw new SourceException(fault);
    } catch (IOException gone) {
      throw new IOException(
          "expected the process that holds the WAL to answer, but it ended", gone);
    } finally {
      if (!done) {
        // An answer that comes late must not be taken for that to the next call.
        running.destroyForcibly();
      }
    }
  }

  private Process running(SortedMap<String, Path> databases) throws IOException {
    Process there = process.get();
    if (there != null && there.isAlive()) {
      return there;
    }
    Process started = DatabaseProbe.process(HolderMain.class).start();
    process.set(started);
    Thread.ofPlatform().daemon().name("lull-wal-says").start(() -> listen(started));
    SortedMap<String, Path> paths = new TreeMap<>(databases);
    send(
        started,
        out -> {
          out.writeUTF(directory.toString());
          out.writeLong(limit);
          out.writeInt(paths.size());
          for (Map.Entry<String, Path> database : paths.entrySet()) {
            out.writeUTF(database.getKey());
            out.writeUTF(database.getValue().toString());
          }
        });
    if (closed) {
      close();
    }
    return started;
  }

  /** Something that is written to it. */
  @FunctionalInterface
  private interface Words {
    void to(DataOutputStream out) throws IOException;
  }

  private static void send(Process process, Words words) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    words.to(out);
    out.flush();
  }

  private void listen(Process started) {
    try (BufferedReader errors = started.errorReader(StandardCharsets.UTF_8)) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        warn.accept(line);
      }
    } catch (IOException ended) {
      // Whoever needs it finds out.
    }
  }

  /** It holds nothing any more when this returns, unless whoever closes it is in a hurry. */
  @Override
  public void close() {
    closed = true;
    Process there = process.getAndSet(null);
    if (there != null) {
      there.destroyForcibly();
      try {
        there.waitFor();
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
