package io.lull.writer.redis;

import io.lull.kernel.test.Ports;
import io.lull.kernel.test.Real;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Redis server of a test; its default user is let in, the writer's has a password. */
public final class TestRedis implements AutoCloseable {
  static final String PASSWORD = "very-secret-word";

  private static final String USER = "redis";

  private final Path data;
  private final int port;
  private final boolean logged;
  private ServerProcess process;

  private TestRedis(Path data, int port, boolean logged) {
    this.data = data;
    this.port = port;
    this.logged = logged;
  }

  public static void need() {
    Real.needCommand("redis-server");
  }

  /**
   * A server on a directory that its user owns.
   *
   * @param logged whether it keeps an append-only log
   */
  public static TestRedis open(Path data, boolean logged) throws Exception {
    TestRedis server = new TestRedis(data, Ports.free(), logged);
    server.start();
    return server;
  }

  /** A new one below this directory. */
  public static TestRedis create(Path directory, String name, boolean logged) throws Exception {
    Path data = Files.createDirectory(directory.resolve(name));
    ServerProcess.give(data, USER);
    return open(data, logged);
  }

  void start() throws Exception {
    Path log = data.resolveSibling(data.getFileName() + ".log");
    Files.writeString(log, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Path config = data.resolveSibling(data.getFileName() + ".conf");
    Files.writeString(
        config,
        "user lull on >"
            + PASSWORD
            + " resetchannels &lull:* +ping +info +config|get +bgsave +publish +client|pause"
            + " +client|unpause\n");
    process =
        ServerProcess.start(
            USER,
            log,
            List.of(
                "redis-server",
                config.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString(),
                "--save",
                "",
                "--appendonly",
                logged ? "yes" : "no"));
    process.await(
        () -> {
          try (Resp resp = connect()) {
            return resp.text("DBSIZE");
          }
        });
  }

  void restart() throws Exception {
    process.end("TERM");
    start();
  }

  ServerProcess process() {
    return process;
  }

  Path data() {
    return data;
  }

  int port() {
    return port;
  }

  Resp connect() throws IOException {
    return Resp.open("127.0.0.1", port, Duration.ofSeconds(30));
  }

  public String call(String... words) throws IOException {
    try (Resp resp = connect()) {
      return resp.text(words);
    }
  }

  /** All accounts, as they are. */
  List<String> accounts() throws IOException {
    try (Resp resp = connect()) {
      List<String> money = new ArrayList<>();
      for (int i = 0; i < Load.ACCOUNTS; i++) {
        money.add(resp.text("GET", "account" + i));
      }
      money.add(resp.text("LLEN", "notes"));
      return money;
    }
  }

  /** Whether the writer has a connection there. */
  boolean hasWriter() throws IOException {
    return call("CLIENT", "LIST").contains(" user=lull ");
  }

  RedisWriter writer(String... more) throws IOException {
    return (RedisWriter) new RedisWriterFactory().create(Calls.WRITER, settings(more));
  }

  public Map<String, String> settings(String... more) throws IOException {
    Path secret = data.resolveSibling("secret");
    if (!Files.exists(secret)) {
      Files.createFile(
          secret,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(secret, PASSWORD + "\n");
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("port", Integer.toString(port));
    settings.put("user", "lull");
    settings.put("password-file", secret.toString());
    settings.put("timeout", "3s");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  @Override
  public void close() {
    process.close();
  }
}
