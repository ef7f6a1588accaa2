package io.lull.benchmarks.system;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.node.LullNode;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.Ticket;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A node in this process, with one instance that can be streamed. */
record StreamNode(LullNode node, Path directory, String address) implements AutoCloseable {
  static final HostId HOST = new HostId("coordinator");
  static final InstanceId INSTANCE = new InstanceId("measured");
  private static final DatabaseId FILES = new DatabaseId("files");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path DIST = Path.of("node/target/lull");

  /**
   * Starts it.
   *
   * @param instance the settings of the instance
   */
  static StreamNode start(Path directory, String instance) throws IOException {
    String listen = "127.0.0.1:" + Nodes.freePort();
    Config own =
        ConfigFactory.parseString(
            """
            lull {
              node.roles = [coordinator, host]
              api { listen = "%s", own-token-file = "%s/token" }
              instances.%s { %s }
              # Neither has anything to do.
              writers.noop { kind = test, components = "data:/data" }
              providers.noop { kind = test }
            }
            """
                .formatted(listen, directory, INSTANCE, instance));
    LullNode node = Nodes.started(own.withFallback(Nodes.coordinator(directory)));
    Nodes.await("the host", () -> node.hosts().get().contains(HOST));
    return new StreamNode(node, directory, "http://" + listen);
  }

  /** Starts it with a directory as instance that has one file of so many bytes, all of them 0. */
  static StreamNode withFile(Path directory, long bytes) throws IOException {
    Files.createDirectory(directory.resolve("source"));
    try (RandomAccessFile file = new RandomAccessFile(file(directory).toFile(), "rw")) {
      file.setLength(bytes);
    }
    return start(directory, "kind = directory, path = \"" + directory.resolve("source") + "\"");
  }

  static Path file(Path directory) {
    return directory.resolve("source").resolve("file");
  }

  /** The program's {@code lull stream} of the instance, into this directory, as it is shipped. */
  ProcessBuilder program(Path to) {
    ProcessBuilder builder =
        new ProcessBuilder(
            DIST.resolve("bin/lull").toAbsolutePath().toString(),
            "stream",
            HOST + "/" + INSTANCE,
            "--to",
            to.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LULL_NODE", address);
    builder.environment().put("LULL_TOKEN_FILE", directory.resolve("token").toString());
    return builder;
  }

  /** A stream with its file open, until it is closed. */
  record Open(StreamNode there, SessionId session, Stamp stamp, long size, Ticket ticket)
      implements AutoCloseable {
    @Override
    public void close() {
      there.passed(
          session,
          StreamReply.Ended.class,
          request -> new StreamInput.EndStream(request, INSTANCE, stamp, EndMode.ABORT, false));
    }
  }

  /** Begins a stream and opens the file of the directory. */
  Open open() {
    SessionId session = new SessionId("stream-" + UUID.randomUUID());
    StreamVerb begin =
        new StreamVerb.BeginBackup(request(), HOST, INSTANCE, StreamKind.COPY, Optional.empty());
    Stamp stamp =
        node.client()
            .relay(session, begin, LIMIT)
            .toCompletableFuture()
            .join()
            .map(reply -> demanded(StreamSessionReply.BackupBegun.class, reply))
            .orElseThrow()
            .stamp();
    StreamFile file = new StreamFile.DatabaseFile(FILES);
    StreamSaid said =
        passed(
            session,
            StreamReply.Opened.class,
            request -> new StreamInput.OpenFile(request, INSTANCE, stamp, file));
    long size = ((StreamReply.Opened) said.reply()).size();
    return new Open(this, session, stamp, size, said.ticket().orElseThrow());
  }

  private StreamSaid passed(
      SessionId session,
      Class<? extends StreamReply> expected,
      Function<RequestId, StreamInput.OfSession> call) {
    StreamSaid said =
        node.client()
            .pass(session, new StreamVerb.PassOn(call.apply(request())), LIMIT)
            .toCompletableFuture()
            .join()
            .orElseThrow();
    demanded(expected, said.reply());
    return said;
  }

  private static RequestId request() {
    return new RequestId("r-" + UUID.randomUUID());
  }

  private static <T> T demanded(Class<T> expected, Object got) {
    if (!expected.isInstance(got)) {
      throw new IllegalStateException("expected " + expected.getSimpleName() + ", but got " + got);
    }
    return expected.cast(got);
  }

  @Override
  public void close() {
    node.close();
  }
}
