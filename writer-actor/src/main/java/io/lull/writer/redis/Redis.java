package io.lull.writer.redis;

import io.lull.writer.database.Faults;
import io.lull.writer.database.Places;
import io.lull.writer.redis.Resp.Refused;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One server as it describes itself.
 *
 * @param directory where it keeps its files
 * @param log the directory of its append-only log, which is that of its files if it has none
 * @param logged whether it has an append-only log, and starts from it
 */
record Redis(Path directory, Path log, boolean logged) {

  /** Connects, as the user that the settings name. */
  static Resp connect(RedisSettings settings) throws IOException, WriterException {
    settings.server().isHere();
    Resp resp = Resp.open(settings.server().host(), settings.server().port(), settings.timeout());
    try {
      var password = settings.password().read();
      if (password.isPresent()) {
        List<String> auth = new ArrayList<>(List.of("AUTH"));
        settings.user().ifPresent(auth::add);
        auth.add(password.get());
        authenticate(resp, auth);
      }
      resp.call("PING");
      return resp;
    } catch (Exception e) {
      resp.close();
      throw e;
    }
  }

  /**
   * What a server says against this may repeat the password, so nobody hears more than its code.
   */
  private static void authenticate(Resp resp, List<String> words) throws IOException {
    try {
      resp.call(words.toArray(String[]::new));
    } catch (Resp.Refused refused) {
      String code = String.valueOf(refused.getMessage()).split("\\s", 2)[0];
      throw new Resp.Refused(code + " in answer to AUTH");
    }
  }

  static Redis of(Resp resp) throws IOException, WriterException {
    Map<String, String> server = info(resp, "server");
    if (before62(server.getOrDefault("redis_version", "0.0"))) {
      throw Faults.mend(
          "Redis 6.2 or later, which can pause writes alone",
          "it is " + server.get("redis_version"));
    }
    if (!info(resp, "replication").getOrDefault("role", "").equals("master")) {
      throw Faults.mend(
          "a primary server",
          "it is a replica, which no pause of its own stops; run beside its primary");
    }
    Path named = Path.of(config(resp, "dir"));
    try {
      Path directory = named.toRealPath();
      boolean logged = config(resp, "appendonly").equals("yes");
      String below = logged ? config(resp, "appenddirname") : "";
      return new Redis(directory, directory.resolve(below).toRealPath(), logged);
    } catch (IOException e) {
      if (e instanceof Refused) {
        throw e;
      }
      throw Faults.mend("the directory " + named + " of Redis on this host", e.toString());
    }
  }

  /** All directories that a copy has to have. */
  Set<Path> directories() throws IOException {
    TreeSet<Path> found = new TreeSet<>(Set.of(directory));
    if (!log.startsWith(directory)) {
      found.add(log);
    }
    return Places.withMounts(found);
  }

  /** What has been written to the append-only log is on disk. */
  void forceLog() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(log, "*.aof*")) {
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
  }

  static Map<String, String> info(Resp resp, String section) throws IOException {
    Map<String, String> info = new HashMap<>();
    for (String line : resp.text("INFO", section).lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        info.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return info;
  }

  /** A setting of the server; empty if it does not know it. */
  private static String config(Resp resp, String name) throws IOException {
    List<String> pair = resp.texts("CONFIG", "GET", name);
    return pair.size() < 2 ? "" : pair.get(1);
  }

  private static boolean before62(String version) {
    String[] parts = version.split("\\.");
    int major = Integer.parseInt(parts[0]);
    return major < 6 || (major == 6 && Integer.parseInt(parts[1]) < 2);
  }
}
