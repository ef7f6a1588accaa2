package io.lull.cli.restore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the content of a copy in the place of that of a directory: all of it or nothing.
 *
 * <p>Everything is copied into a directory beside what is there, which nobody else may enter; then
 * names are changed, which takes no time and can be undone. What is there and not in the copy goes,
 * because a database takes what is left beside it for its own.
 */
final class Replacement implements AutoCloseable {
  /** Belongs to the file system or to Lull, and is in no copy of anything. */
  private static final Set<String> NOT_THEIRS = Set.of(".lull", "lost+found", Stage.NAME);

  private final Target target;
  private final Path copy;
  private final Set<Path> kept;
  private final List<Move> moves = new ArrayList<>();
  private @Nullable Stage stage;
  private boolean staged;

  private record Move(Path from, Path to) {}

  private Replacement(Target target, Path copy, Set<Path> kept) {
    this.target = target;
    this.copy = copy;
    this.kept = kept;
  }

  /**
   * A replacement of which nothing is done yet.
   *
   * @param elsewhere what is not to be touched although it may lie below, as what is mounted there
   */
  static Replacement of(Path directory, Path copy, Set<Path> elsewhere) throws IOException {
    Target target = Target.open(directory);
    Set<Path> kept = new HashSet<>();
    NOT_THEIRS.forEach(name -> kept.add(target.at().resolve(name)));
    for (Path other : elsewhere) {
      if (other.startsWith(target.shown()) && !other.equals(target.shown())) {
        kept.add(target.at().resolve(target.shown().relativize(other)));
      }
    }
    return new Replacement(target, copy, kept);
  }

  Path shown() {
    return target.shown();
  }

  /** Whether anything is there that would be replaced. */
  boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(target.at())) {
      for (Path entry : entries) {
        if (!kept.contains(entry)) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many bytes the files have that would be replaced. */
  long replacedBytes() throws IOException {
    // With a slash at its end, so that the descriptor is looked into.
    return Sources.bytes(target.at().resolve("."), kept, () -> {});
  }

  /** Why what is there cannot be replaced now. */
  Optional<String> obstacle() throws IOException {
    if (stage == null) {
      try {
        stage = Stage.left(target.at(), Restoring.us()).orElse(null);
      } catch (IOException inUse) {
        return Optional.of(Restoring.said(inUse));
      }
    }
    if (!Files.isWritable(target.at())) {
      return Optional.of("we may not write there");
    }
    return OpenFiles.find(target.at(), kept);
  }

  Stage stage() {
    return Objects.requireNonNull(stage, "nothing is made ready");
  }

  /** Copies all of it, so that nothing more is needed but to change names. */
  void stage(UserPrincipal us, Runnable check, LongConsumer copied) throws IOException {
    stage = Stage.begin(target, Optional.ofNullable(stage), us);
    staged = true;
    Tool.copy(copy, stage.fresh(), check, copied);
    Tool.sync(target.at());
    // Somebody may have come in before the door was closed.
    Optional<String> open = OpenFiles.find(target.at(), kept);
    if (open.isPresent()) {
      throw new IOException(open.get());
    }
  }

  /** How many bytes the files have that were copied. */
  long bytes(Runnable check) throws IOException {
    return Sources.bytes(copy, check);
  }

  /** Changes names; what fails leaves to {@link #undo} what was changed before. */
  void swap() throws IOException {
    Path old = Files.createDirectory(stage().before());
    swap(target.at(), Optional.of(stage().fresh()), old);
    Tool.sync(target.at());
  }

  private void swap(Path now, Optional<Path> then, Path old) throws IOException {
    for (Path entry : entries(now)) {
      if (kept.contains(entry)) {
        continue;
      }
      Path away = old.resolve(entry.getFileName());
      if (kept.stream().anyMatch(one -> one.startsWith(entry))) {
        Optional<Path> like =
            then.map(directory -> directory.resolve(entry.getFileName()))
                .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
        swap(entry, like, Files.createDirectory(away));
      } else {
        move(entry, away);
      }
    }
    if (then.isPresent()) {
      for (Path entry : entries(then.get())) {
        Path place = now.resolve(entry.getFileName());
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !kept.contains(place)) {
          move(entry, place);
        }
      }
    }
  }

  static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    }
    return entries;
  }

  private void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    moves.add(new Move(from, to));
  }

  /** Removes what was there before, and lets in whom the copy lets in. */
  void finish() throws IOException {
    Rights like = Rights.of(stage().fresh());
    moves.clear();
    stage().remember(like);
    stage().forget();
    remove();
    target.dress(like);
  }

  /** Makes everything as it was. */
  void undo() throws IOException {
    for (Move move : moves.reversed()) {
      Files.move(move.to(), move.from(), StandardCopyOption.ATOMIC_MOVE);
    }
    moves.clear();
    if (staged) {
      remove();
    }
    target.reopen();
  }

  private void remove() throws IOException {
    Stage.remove(target);
    staged = false;
  }

  @Override
  public void close() throws IOException {
    try (Target _ = target;
        Stage _ = stage) {
      // Both, also if the first cannot be closed.
    }
  }
}
