package io.lull.provider.tree;

import io.lull.kernel.DirectoryEntry;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import io.lull.provider.tree.Crew.Worker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open directory and its open copy. A large one is worked off in parts, which several threads
 * can do; whoever ends the last part finishes the directory.
 */
final class VisitedDirectory {
  private static final int PART = 256;

  final Visit visit;
  final TreePass pass;
  final int from;
  final int to;
  private final FileStat stat;
  private final List<Seen.Entry> seen = new ArrayList<>();
  private int parts;
  private int met;
  private boolean opened;
  private boolean changed;

  VisitedDirectory(Visit visit, int from, int to, FileStat stat) {
    this.visit = visit;
    this.pass = visit.pass();
    this.from = from;
    this.to = to;
    this.stat = stat;
    this.opened = visit.fresh();
    this.changed = visit.fresh();
  }

  void begin(Worker worker) throws IOException {
    List<DirectoryEntry> entries = list(worker.calls());
    parts = Math.max(1, (entries.size() + PART - 1) / PART);
    // The first part is done at once: most directories have no other.
    for (int part = parts - 1; part > 0; part--) {
      List<DirectoryEntry> some =
          entries.subList(part * PART, Math.min(entries.size(), (part + 1) * PART));
      worker.add(other -> part(other, some));
    }
    part(worker, entries.subList(0, Math.min(entries.size(), PART)));
  }

  /** What is renamed meanwhile may be listed twice under one name; the first one counts. */
  private List<DirectoryEntry> list(FileCalls calls) throws IOException {
    List<DirectoryEntry> listed = new ArrayList<>();
    calls.list(from, listed);
    Set<Name> names = HashSet.newHashSet(listed.size());
    listed.removeIf(entry -> !names.add(entry.name()));
    return listed;
  }

  private void part(Worker worker, List<DirectoryEntry> entries) throws IOException {
    List<Seen.Entry> found = new ArrayList<>(entries.size());
    int known = 0;
    for (DirectoryEntry entry : entries) {
      worker.check();
      Optional<Seen.Entry> before = visit.before().find(entry.name());
      if (pass.wants(before)) {
        pass.entries.increment();
        Optional<Seen.Entry> after = entry(worker, entry, before);
        after.ifPresent(found::add);
        known += before.isPresent() && after.isPresent() ? 1 : 0;
      }
    }
    if (ended(found, known)) {
      finish(worker.calls());
    }
  }

  private Optional<Seen.Entry> entry(
      Worker worker, DirectoryEntry entry, Optional<Seen.Entry> before) throws IOException {
    try {
      return new EntryCopy(this, worker, entry.name(), before).run(entry.type());
    } catch (SystemCallException failed) {
      throw new TreeException(visit.branch().shown(entry.name()), failed);
    }
  }

  private synchronized boolean ended(List<Seen.Entry> found, int known) {
    seen.addAll(found);
    met += known;
    parts--;
    return parts == 0;
  }

  /** Has to be called before anything in the copy of this directory is made or removed. */
  synchronized void changing(FileCalls calls) throws SystemCallException {
    changed = true;
    if (!opened) {
      opened = true;
      pass.metadata.open(calls, to);
    }
  }

  private void finish(FileCalls calls) throws IOException {
    Seen now = Seen.of(seen);
    try {
      if (met < visit.before().size()) {
        removeOthers(calls, now);
      }
      if (changed || !isAsBefore()) {
        pass.metadata.again(calls, from, to, stat);
      }
    } catch (SystemCallException failed) {
      throw new TreeException(visit.branch().toString(), failed);
    }
    visit.after().fill(now);
    pass.source.release(calls, visit.branch());
    pass.target.release(calls, visit.branch());
  }

  private void removeOthers(FileCalls calls, Seen now) throws SystemCallException {
    for (int i = 0; i < visit.before().size(); i++) {
      Name name = visit.before().entry(i).name();
      if (now.find(name).isEmpty()) {
        changing(calls);
        pass.trash.take(calls, to, name);
      }
    }
  }

  private boolean isAsBefore() {
    return visit
        .known()
        .filter(
            known -> known.looksLike(stat) && pass.manner.trust().believes(stat, known.forced()))
        .isPresent();
  }
}
