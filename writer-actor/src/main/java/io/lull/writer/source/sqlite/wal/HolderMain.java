package io.lull.writer.source.sqlite.wal;

import io.lull.kernel.sqlite.SqliteException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.source.SourceException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The process that holds the WAL of the databases of one instance. It does what it is told, and
 * ends when nobody can tell it anything any more.
 */
public final class HolderMain {
  static final String BEGIN = "begin";
  static final String ROLL = "roll";
  static final String DROP = "drop";
  private static final String END = "end";
  private static final long TICK_MILLIS = 1000;

  private HolderMain() {}

  /** What it is told by the node, and says. */
  public static void main(String[] arguments) throws Exception {
    // Neither is closed: the process ends with them.
    DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
    DataOutputStream out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    WalLogs logs = new WalLogs(Path.of(in.readUTF()));
    long limit = in.readLong();
    SortedMap<String, Path> databases = new TreeMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      databases.put(in.readUTF(), Path.of(in.readUTF()));
    }
    LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().start(() -> read(in, calls));
    WriterLease lease = new WriterLease();
    lease.watch(() -> Runtime.getRuntime().halt(1));
    logs.make();
    // The holder of an earlier life may need a moment to end.
    try (FileChannel file =
            FileChannel.open(
                logs.directory().resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = file.lock();
        WalHolder holder =
            new WalHolder(
                logs, limit, databases, InstantSource.system(), HolderMain::warn, lease)) {
      serve(holder, calls, out);
    }
    Runtime.getRuntime().halt(0);
  }

  @SuppressWarnings("SystemOut") // Its node reads it, and has a log.
  private static void warn(String what) {
    System.err.println(what);
  }

  private static void read(DataInputStream in, LinkedBlockingQueue<String> calls) {
    try {
      while (true) {
        calls.add(in.readUTF());
      }
    } catch (IOException ended) {
      calls.add(END);
      try {
        TimeUnit.SECONDS.sleep(5);
      } catch (InterruptedException never) {
        // It ends at once.
      }
      // Whatever hangs: nobody is held for a node that is gone.
      Runtime.getRuntime().halt(1);
    }
  }

  private static void serve(
      WalHolder holder, LinkedBlockingQueue<String> calls, DataOutputStream out)
      throws IOException, InterruptedException {
    String said = "";
    tick(holder, said);
    while (true) {
      Optional<String> call = Optional.ofNullable(calls.poll(TICK_MILLIS, TimeUnit.MILLISECONDS));
      if (call.isEmpty()) {
        said = tick(holder, said);
      } else if (call.get().equals(END)) {
        return;
      } else {
        answer(holder, call.get(), out);
      }
    }
  }

  /** A trouble that lasts is said once. */
  private static String tick(WalHolder holder, String said) {
    try {
      holder.tick();
      return "";
    } catch (IOException | RuntimeException trouble) {
      holder.close();
      String now = trouble.toString();
      if (!now.equals(said)) {
        warn("the WAL is not held: " + now);
      }
      return now;
    }
  }

  private static void answer(WalHolder holder, String call, DataOutputStream out)
      throws IOException {
    try {
      WalHolder.Begun done =
          switch (call) {
            case BEGIN -> holder.begin();
            case ROLL -> new WalHolder.Begun(holder.roll(), false);
            case DROP -> {
              holder.drop();
              yield new WalHolder.Begun(1, false);
            }
            default -> throw new IOException("expected a call that is known, but got " + call);
          };
      out.writeUTF("");
      out.writeLong(done.next());
      out.writeBoolean(done.fresh());
    } catch (SourceException known) {
      say(known.fault(), out);
    } catch (SqliteException failed) {
      say(failed.fault("to keep logs of a database"), out);
    } catch (IOException | RuntimeException failed) {
      say(
          Fault.expected(Failure.WRITER_RETRYABLE, "to keep logs of a database", failed.toString()),
          out);
    }
    out.flush();
  }

  private static void say(Fault fault, DataOutputStream out) throws IOException {
    out.writeUTF(fault.failure().code());
    String detail = fault.detail();
    out.writeUTF(detail.substring(0, Math.min(detail.length(), 10_000)));
  }
}
