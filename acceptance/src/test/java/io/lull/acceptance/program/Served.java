package io.lull.acceptance.program;

import io.lull.kernel.test.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A user with a node of his own, whose writers behave as they are called and whose provider really
 * copies.
 *
 * @param directory has one directory for each writer, and what is nobody's
 */
record Served(User user, Started node, Path directory) implements AutoCloseable {
  static Served start(Path directory) throws Exception {
    User user = new User(Installation.in(directory.resolve("lull")), directory);
    for (String name : new String[] {"shop", "slow", "brittle", "stuck", "forgetful", "nobody"}) {
      Files.writeString(
          Files.createDirectories(directory.resolve(name)).resolve("file"), "data of " + name);
    }
    int port = Ports.free();
    Path settings = directory.resolve("node.conf");
    Files.writeString(settings, settings(directory, port));
    user.with("LULL_NODE", "http://127.0.0.1:" + port)
        .with("LULL_TOKEN_FILE", directory.resolve("token").toString());
    Started node = user.start("node", "--with-parent", settings.toString());
    node.await(" is ready");
    return new Served(user, node, directory);
  }

  static String settings(Path directory, int port) throws IOException {
    return """
    lull {
      node.host = here
      cluster.port = %d
      host.life-file = "%s/life"
      journal.embedded.file = "%s/journal.db"
      api { listen = "127.0.0.1:%d", own-token-file = "%s/token" }
      # They hold their files too, so that copies of them are as good as any.
      writers {
        shop { kind = test, kind-of-hold = application-and-files, components = "orders:%s/shop",
               freeze = "delay 200ms always" }
        slow { kind = test, kind-of-hold = application-and-files, components = "data:%s/slow",
               freeze = "delay 25s always" }
        brittle { kind = test, kind-of-hold = application-and-files, components = "data:%s/brittle",
                  freeze = "break 10ms always", thaw = "delay 300ms always" }
        stuck { kind = test, kind-of-hold = application-and-files, components = "data:%s/stuck",
                thaw = "hang-deaf always", abort = "hang-deaf always" }
        forgetful { kind = test, kind-of-hold = application-and-files
                    components = "data:%s/forgetful", backup-complete = "non-retryable always" }
      }
      providers.copies { kind = copy, directory = "%s/copies" }
    }
    """
        .formatted(
            Ports.free(),
            directory,
            directory,
            port,
            directory,
            directory,
            directory,
            directory,
            directory,
            directory,
            directory);
  }

  Ran lull(String... words) {
    return user.lull(words);
  }

  /** A directory that a writer, or nobody, speaks for. */
  String path(String name) {
    return directory.resolve(name).toString();
  }

  /** A backup whose writer takes its time to freeze, when it does. */
  Started freezing() {
    Started backup = user.start("backup", path("slow"));
    backup.await("lull: creating set-");
    return backup;
  }

  /** The session that a backup has said it runs in. */
  static String session(Started backup) {
    String line = backup.await("lull: beginning session ");
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  @Override
  public void close() throws IOException {
    node.close();
    user.close();
  }
}
