package io.lull.cli.verify;

import io.lull.cli.verify.Toolbox.Said;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Its own tools read the files; no server is needed. */
final class Redis implements Engine {
  private static final String MAGIC = "REDIS";
  private static final String DUMP = "dump.rdb";
  private static final String MANIFEST = ".aof.manifest";

  @Override
  public String kind() {
    return "redis";
  }

  @Override
  public boolean owns(Path directory) throws IOException {
    return !files(directory).isEmpty();
  }

  /** What there is to check directly in a directory. */
  private static List<Path> files(Path directory) throws IOException {
    List<Path> dumps = new ArrayList<>();
    List<Path> logs = new ArrayList<>();
    List<Path> manifests = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) || name.startsWith("temp-")) {
          continue;
        }
        if (name.endsWith(MANIFEST)) {
          manifests.add(entry);
        } else if (name.equals(DUMP) || (name.endsWith(".rdb") && begins(entry))) {
          dumps.add(entry);
        } else if (name.equals("appendonly.aof")) {
          logs.add(entry);
        }
      }
    }
    if (!manifests.isEmpty()) {
      return manifests;
    }
    dumps.addAll(logs);
    return dumps;
  }

  private static boolean begins(Path file) throws IOException {
    return Finder.begin(file, MAGIC.length()).equals(MAGIC);
  }

  @Override
  public void examine(Path at, Examination examination, Optional<Question> question) {
    try {
      for (Path file : files(at)) {
        boolean dump = String.valueOf(file.getFileName()).endsWith(".rdb");
        String tool = dump ? "redis-check-rdb" : "redis-check-aof";
        examination.step(tool + " " + file.getFileName(), () -> check(tool, file, examination));
      }
    } catch (IOException gone) {
      examination.step(
          "files are there",
          () -> {
            throw gone;
          });
    }
  }

  private static void check(String tool, Path file, Examination examination)
      throws IOException, DamageException, NotCheckedException {
    String program = examination.tools().need(tool);
    Owner owner = examination.admitted(file);
    Path directory = file.getParent();
    examination.links().confine(directory == null ? file : directory);
    Said said = examination.tools().run(owner, program, file.toString());
    if (said.status() != 0) {
      throw new DamageException(said.complaint());
    }
  }
}
