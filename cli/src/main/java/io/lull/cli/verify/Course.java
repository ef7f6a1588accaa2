package io.lull.cli.verify;

import io.lull.cli.backup.Exec;
import io.lull.cli.backup.Progress;
import io.lull.cli.frame.Trouble;
import io.lull.cli.restore.Sources;
import io.lull.cli.restore.TakeOut;
import io.lull.cli.verify.Finder.Found;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One verification: what was taken out is looked through, and whoever can be asked is. */
final class Course {
  private final Wish wish;
  private final Sources sources;
  private final Toolbox tools;
  private final Progress progress;
  private final List<Checked> checks = new ArrayList<>();
  private final NavigableMap<Volume, Path> places = new TreeMap<>();

  /**
   * What is wanted.
   *
   * @param session whose set it is
   * @param copies all that the set has
   */
  record Wish(
      SetId set,
      SessionId session,
      Copies copies,
      List<Part> parts,
      Optional<Question> question,
      Optional<Exec> exec) {}

  Course(Wish wish, Sources sources, Toolbox tools, Progress progress) {
    this.wish = wish;
    this.sources = sources;
    this.tools = tools;
    this.progress = progress;
  }

  Verified run() {
    Path data = tools.scratch().data();
    Limit limit = tools.limit();
    demandRoom(data);
    var _ = new TakeOut(sources, limit::check, progress).run(data);
    try {
      sources.places().keySet().forEach(v -> places.put(v, data.resolve(v.path().substring(1))));
      tools.scratch().open(places.values());
      examine(data);
    } catch (IOException failed) {
      throw Scratch.lost(failed);
    }
    return Verified.of(wish.set(), checks);
  }

  /**
   * Refuses to fill a file system that others need too. Where the copies lie on the same one it may
   * be that nothing is copied at all.
   */
  private void demandRoom(Path data) {
    try {
      FileStore there = Files.getFileStore(data);
      for (Path place : sources.places().values()) {
        if (Files.getFileStore(place).equals(there)) {
          return;
        }
      }
      long needed = sources.bytes(tools.limit()::check);
      long free = there.getUsableSpace();
      if (needed >= free) {
        throw Trouble.usage(
            "expected room for %s in %s, but there is %s"
                .formatted(Progress.size(needed), data.getParent(), Progress.size(free)),
            "Name a directory with more of it by --in");
      }
    } catch (IOException failed) {
      throw Scratch.lost(failed);
    }
  }

  private void examine(Path data) throws IOException {
    Map<Part, List<Found>> found = new LinkedHashMap<>();
    Finder finder = new Finder(tools.limit());
    progress.step("looking what there is");
    for (Part part : wish.parts()) {
      found.put(part, finder.find(taken(part), part.application()));
    }
    Optional<Found> asked = wish.question().map(question -> asked(question, found.values()));
    Links links =
        new Links(
            data,
            places.keySet().stream()
                .map(Volume::path)
                .collect(Collectors.toCollection(TreeSet::new)));
    for (Map.Entry<Part, List<Found>> entry : found.entrySet()) {
      Part part = entry.getKey();
      entry.getValue().stream()
          .forEach(
              one -> {
                Examination examination = examination(part, one.engine().kind(), one.at(), links);
                one.engine()
                    .examine(
                        one.at(),
                        examination,
                        wish.question().filter(_ -> asked.filter(one::equals).isPresent()));
              });
      rest(part, entry.getValue(), links);
    }
    wish.exec().ifPresent(exec -> exec(exec, data, links));
  }

  private Collection<Path> taken(Part part) {
    return part.volumes().stream().filter(places::containsKey).map(places::get).toList();
  }

  private Examination examination(Part part, String kind, Path at, Links links) {
    return new Examination(
        part.name(), kind, links.live(at).toString(), tools, links, checks, progress);
  }

  /** What no engine knows anything of. */
  private void rest(Part part, List<Found> found, Links links) throws IOException {
    Path first = taken(part).iterator().next();
    if (!part.application() || found.isEmpty()) {
      long whole = sources.bytes(tools.limit()::check);
      WholeFiles files = new WholeFiles(tools.limit(), progress, whole);
      boolean read =
          examination(part, "files", first, links)
              .step(
                  "read whole; no engine to ask",
                  () -> {
                    for (Path place : taken(part)) {
                      files.read(place);
                    }
                  });
      if (read && part.application() && wish.exec().isEmpty()) {
        examination(part, "application", first, links)
            .step(
                "asking its engine",
                () -> {
                  throw new NotCheckedException(
                      "no data of PostgreSQL, MariaDB, Redis or SQLite is there; check it by"
                          + " --exec");
                });
      }
    }
  }

  /** Which one the question is for. */
  private static Found asked(Question question, Collection<List<Found>> found) {
    List<Found> answering =
        found.stream()
            .flatMap(List::stream)
            .filter(one -> one.engine().answers())
            .filter(one -> isMeant(question, one))
            .toList();
    if (answering.size() != 1) {
      throw Trouble.usage(
          "expected one PostgreSQL, MariaDB or SQLite that --query is for, but there are "
              + answering.size(),
          "Name one by --component, or the file of one by --database");
    }
    return answering.getFirst();
  }

  private static boolean isMeant(Question question, Found found) {
    return !(found.engine() instanceof Sqlite)
        || question.database().map(name -> Sqlite.isNamed(found.at(), name)).orElse(true);
  }

  private void exec(Exec exec, Path data, Links links) {
    List<CopyView> copies =
        wish.copies().copies().stream()
            .filter(copy -> places.containsKey(copy.snapshot().volume()))
            .map(
                copy -> {
                  Volume volume = copy.snapshot().volume();
                  return new CopyView(
                      new SnapshotId(wish.set(), volume),
                      copy.provider(),
                      Optional.ofNullable(places.get(volume)).map(Path::toString));
                })
            .toList();
    Part all =
        new Part(
            wish.parts().stream().map(Part::name).collect(Collectors.joining(", ")),
            new TreeSet<>(places.keySet()),
            true);
    progress.step("running the command of --exec");
    progress.done();
    examination(all, "exec", data, links)
        .step(
            "--exec",
            () -> {
              int status =
                  exec.status(
                      wish.session(), new Copies(wish.set(), copies), data, tools.limit()::check);
              if (status == Exec.INTERRUPTED) {
                throw Limit.interruption();
              }
              if (status != 0) {
                throw new DamageException("its status is " + status);
              }
            });
  }

  /** One line that says what is not good, for the end of the command. */
  static Trouble trouble(Verified verified) {
    Checked worst = verified.worst().orElseThrow();
    boolean failed = worst.result() == Checked.Result.FAILED;
    return Trouble.of(
        ExitCode.VERIFY_FAILED,
        "expected set %s to be good, but %s %s: %s: %s"
            .formatted(
                verified.set(),
                worst.component(),
                failed ? "is not" : "could not be checked",
                worst.check(),
                worst.detail()),
        failed
            ? "Make another set, and keep older ones until it is verified"
            : "Install its engine here, or check it by --exec; until then nobody knows");
  }
}
