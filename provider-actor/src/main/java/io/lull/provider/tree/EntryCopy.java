package io.lull.provider.tree;

import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import io.lull.provider.tree.Crew.Worker;
import io.lull.provider.tree.Links.Link;
import io.lull.provider.tree.Links.Place;
import java.io.IOException;
import java.util.Optional;

/** What one pass does with one name; a result is missing if the name went meanwhile. */
final class EntryCopy {
  private static final int NOTHING = -1;
  private static final int ATTEMPTS = 10;

  private final VisitedDirectory directory;
  private final TreePass pass;
  private final Worker worker;
  private final FileCalls calls;
  private final Name name;
  private final Optional<Seen.Entry> known;

  EntryCopy(VisitedDirectory directory, Worker worker, Name name, Optional<Seen.Entry> known) {
    this.directory = directory;
    this.pass = directory.pass;
    this.worker = worker;
    this.calls = worker.calls();
    this.name = name;
    this.known = known;
  }

  /**
   * @param type what the list says that it is; something else may have come in its place
   */
  Optional<Seen.Entry> run(FileType type) throws IOException {
    if (type == FileType.FILE && pass.manner.contents().always()) {
      int file = openFile();
      if (file != NOTHING) {
        return opened(file);
      }
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<FileStat> stat = look(directory.from);
      if (stat.isEmpty()) {
        return Optional.empty();
      }
      if (isElsewhere(stat.get())) {
        return beyond(stat.get());
      }
      if (stat.get().type() == FileType.DIRECTORY) {
        return directory(stat.get());
      }
      if (isBelieved(stat.get()) && !pass.manner.contents().always()) {
        return kept(stat.get());
      }
      if (stat.get().type() != FileType.FILE) {
        return special();
      }
      int file = openFile();
      if (file != NOTHING) {
        return opened(file);
      }
    }
    throw new MovedException(directory.visit.branch().shown(name));
  }

  private Optional<FileStat> look(int where) throws SystemCallException {
    try {
      return Optional.of(calls.stat(where, name));
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** No file if there is none any more, or something that is none. */
  private int openFile() throws SystemCallException {
    try {
      return calls.openFile(directory.from, name);
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT) || failed.is(Errno.ELOOP) || failed.is(Errno.ENXIO)) {
        return NOTHING;
      }
      throw failed;
    }
  }

  /** A file may seem to be of another device where one file system lies over others. */
  private boolean isElsewhere(FileStat stat) {
    return stat.type() == FileType.DIRECTORY
        ? OpenDirectories.isBeyond(pass.top, stat.identity())
        : stat.identity().mount() != pass.top.mount();
  }

  private boolean isBelieved(FileStat stat) {
    return known.filter(entry -> isBelieved(entry, stat)).isPresent();
  }

  private boolean isBelieved(Seen.Entry entry, FileStat stat) {
    return entry.looksLike(stat) && pass.manner.trust().believes(stat, entry.forced());
  }

  private Optional<Seen.Entry> opened(int file) throws IOException {
    try {
      FileStat stat = calls.stat(file);
      if (isElsewhere(stat)) {
        return beyond(stat);
      }
      if (stat.type() != FileType.FILE) {
        throw new MovedException(directory.visit.branch().shown(name));
      }
      return stat.links() > 1
          ? linked(stat, () -> Optional.of(file(file, stat)))
          : Optional.of(file(file, stat));
    } finally {
      calls.close(file);
    }
  }

  /** Nothing of it looks changed, and that can be believed. */
  private Optional<Seen.Entry> kept(FileStat stat) throws IOException {
    return stat.links() > 1 ? linked(stat, () -> known) : known;
  }

  private Seen.Entry file(int file, FileStat stat) throws IOException {
    Contents contents = pass.manner.contents();
    Optional<Seen.Entry> same = known.filter(entry -> entry.isFile(stat));
    if (same.isPresent() && contents.always()) {
      return overwritten(file, stat, same.get());
    }
    if (same.filter(entry -> entry.looksLike(stat)).isPresent()) {
      Optional<Seen.Entry> compared = compared(file, stat, same.get());
      if (compared.isPresent()) {
        return compared.get();
      }
    }
    int made = make(stat);
    try {
      long checksum = contents.copy(worker, file, made, stat);
      pass.metadata.fresh(calls, file, made, stat);
      return copied(stat, checksum);
    } finally {
      calls.close(made);
    }
  }

  private Seen.Entry copied(FileStat stat, long checksum) {
    pass.copied.increment();
    pass.bytes.add(stat.size());
    return Seen.Entry.of(name, stat, pass.manner.forced(), checksum);
  }

  private Seen.Entry overwritten(int file, FileStat stat, Seen.Entry same) throws IOException {
    int copy = calls.openForWriting(directory.to, name);
    try {
      pass.manner.contents().copy(worker, file, copy, stat);
      if (isBelieved(same, stat)) {
        calls.attributes().times(copy, stat);
        return same;
      }
      pass.metadata.again(calls, file, copy, stat);
      return copied(stat, 0);
    } finally {
      calls.close(copy);
    }
  }

  private Optional<Seen.Entry> compared(int file, FileStat stat, Seen.Entry same)
      throws IOException {
    int copy = calls.openFile(directory.to, name);
    try {
      if (!pass.manner.contents().same(worker, file, copy)) {
        return Optional.empty();
      }
      pass.metadata.again(calls, file, copy, stat);
      return Optional.of(Seen.Entry.of(name, stat, pass.manner.forced(), same.checksum()));
    } finally {
      calls.close(copy);
    }
  }

  private int make(FileStat stat) throws SystemCallException {
    clear();
    int mode = Metadata.newMode(stat);
    try {
      return calls.create(directory.to, name, mode);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.EEXIST)) {
        throw failed;
      }
      pass.trash.take(calls, directory.to, name);
      return calls.create(directory.to, name, mode);
    }
  }

  /** Takes away what the copy has under this name. */
  private void clear() throws SystemCallException {
    directory.changing(calls);
    if (known.isPresent()) {
      pass.trash.take(calls, directory.to, name);
    }
  }

  private Optional<Seen.Entry> directory(FileStat stat) throws IOException {
    if (pass.manner.excluded().contains(FileKey.of(stat.identity()))) {
      return Optional.empty();
    }
    Optional<Seen.Slot> inside = known.flatMap(Seen.Entry::inside).filter(Seen.Slot::isThere);
    if (inside.isEmpty()) {
      makeDirectory();
    }
    Seen.Slot slot = new Seen.Slot();
    Branch child = directory.visit.branch().child(name);
    worker.add(
        new Visit(
            pass, child, known, inside.orElseGet(Seen.Slot::new).seen(), slot, inside.isEmpty()));
    long forced =
        known
            .filter(entry -> isBelieved(entry, stat))
            .map(Seen.Entry::forced)
            .orElse(pass.manner.forced());
    return Optional.of(Seen.Entry.of(name, stat, forced, slot));
  }

  private void makeDirectory() throws SystemCallException {
    clear();
    try {
      calls.makeDirectory(directory.to, name, 0700);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.EEXIST)) {
        throw failed;
      }
      pass.trash.take(calls, directory.to, name);
      calls.makeDirectory(directory.to, name, 0700);
    }
  }

  /** A volume of its own: its place is there in the copy, and what is in it is named. */
  private Optional<Seen.Entry> beyond(FileStat stat) throws SystemCallException {
    pass.leftOut.add(directory.visit.branch().shown(name));
    boolean there =
        known.filter(entry -> entry.type() == stat.type() && entry.inside().isEmpty()).isPresent();
    if (!there && stat.type() == FileType.DIRECTORY) {
      makeDirectory();
    } else if (!there) {
      calls.close(make(stat));
    }
    return Optional.of(Seen.Entry.of(name, stat, 0, 0));
  }

  private Optional<Seen.Entry> special() throws IOException {
    int place;
    try {
      place = calls.openPlace(directory.from, name);
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw failed;
    }
    try {
      FileStat stat = calls.stat(place);
      if (isElsewhere(stat)) {
        return beyond(stat);
      }
      if (isBelieved(stat)) {
        return kept(stat);
      }
      if (stat.type() == FileType.FILE || stat.type() == FileType.DIRECTORY) {
        throw new MovedException(directory.visit.branch().shown(name));
      }
      return stat.links() > 1
          ? linked(stat, () -> Optional.of(special(place, stat)))
          : Optional.of(special(place, stat));
    } finally {
      calls.close(place);
    }
  }

  private Seen.Entry special(int place, FileStat stat) throws IOException {
    clear();
    try {
      make(place, stat);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.EEXIST)) {
        throw failed;
      }
      pass.trash.take(calls, directory.to, name);
      make(place, stat);
    }
    pass.metadata.special(calls, place, directory.to, name, stat);
    return copied(stat, 0);
  }

  private void make(int place, FileStat stat) throws SystemCallException {
    if (stat.type() == FileType.LINK) {
      calls.makeLink(directory.to, name, calls.readLink(place));
    } else {
      calls.makeNode(directory.to, name, stat.mode(), stat.device());
    }
  }

  /** The copy of a file that has several names. */
  @FunctionalInterface
  private interface First {
    Optional<Seen.Entry> copy() throws IOException;
  }

  private Optional<Seen.Entry> linked(FileStat stat, First first) throws IOException {
    FileKey key = FileKey.of(stat.identity());
    while (true) {
      worker.check();
      Optional<Link> other = pass.links.claim(key);
      if (other.isEmpty()) {
        return first(key, first);
      }
      Optional<Place> place = other.get().await();
      if (place.isPresent()) {
        return Optional.of(further(stat, place.get()));
      }
    }
  }

  private Optional<Seen.Entry> first(FileKey key, First first) throws IOException {
    Optional<Place> place = Optional.empty();
    try {
      Optional<Seen.Entry> entry = first.copy();
      if (entry.isPresent()) {
        long inode = calls.stat(directory.to, name).inode();
        place =
            Optional.of(new Place(directory.visit.branch(), name, inode, entry.get().checksum()));
      }
      return entry;
    } finally {
      pass.links.end(key, place);
    }
  }

  private Seen.Entry further(FileStat stat, Place place) throws IOException {
    boolean linked =
        known.isPresent()
            && look(directory.to).filter(copy -> copy.inode() == place.inode()).isPresent();
    if (!linked) {
      clear();
      int there = pass.target.acquire(calls, place.branch());
      try {
        link(there, place);
      } finally {
        pass.target.release(calls, place.branch());
      }
    }
    return Seen.Entry.of(name, stat, pass.manner.forced(), place.checksum());
  }

  private void link(int there, Place place) throws SystemCallException {
    try {
      calls.link(there, place.name(), directory.to, name);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.EEXIST)) {
        throw failed;
      }
      pass.trash.take(calls, directory.to, name);
      calls.link(there, place.name(), directory.to, name);
    }
  }
}
