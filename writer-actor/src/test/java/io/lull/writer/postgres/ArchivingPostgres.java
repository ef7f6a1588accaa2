package io.lull.writer.postgres;

import io.lull.writer.database.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A PostgreSQL server of a test that archives its log, and a role that may stream it. */
public final class ArchivingPostgres implements AutoCloseable {
  private static final int NAME_OF_A_LOG = 24;

  private final TestPostgres server;
  private final Path archive;

  private ArchivingPostgres(TestPostgres server, Path archive) {
    this.server = server;
    this.archive = archive;
  }

  /**
   * A new server in a directory that is made, in one that everybody may pass.
   *
   * @param home where it is to be
   */
  public static ArchivingPostgres create(Path home) throws Exception {
    ServerProcess.give(Files.createDirectory(home), "postgres");
    Path archive = Files.createDirectory(home.resolve("archive"));
    ServerProcess.give(archive, "postgres");
    TestPostgres server = TestPostgres.create(home, options(archive));
    server.sql("GRANT EXECUTE ON FUNCTION pg_switch_wal() TO lull", "GRANT pg_checkpoint TO lull");
    return new ArchivingPostgres(server, archive);
  }

  private static String[] options(Path archive) {
    String command = "archive_command=test ! -f " + archive + "/%f && cp %p " + archive + "/%f";
    return new String[] {"-c", "archive_mode=on", "-c", command};
  }

  /** A server on data that is there, which archives to the same place. */
  TestPostgres open(Path data) throws Exception {
    return TestPostgres.open(data, options(archive));
  }

  public TestPostgres server() {
    return server;
  }

  /** The settings of an instance of it. */
  public Map<String, String> settings() throws IOException {
    return server.settings("archive", archive.toString());
  }

  /** What of its log it has archived, and nobody has deleted. */
  public SortedSet<String> archived() throws IOException {
    try (Stream<Path> files = Files.list(archive)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.length() == NAME_OF_A_LOG)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Somebody else deletes a log. */
  public void lose(String log) throws IOException {
    Files.delete(archive.resolve(log));
  }

  @Override
  public void close() {
    server.close();
  }
}
