package io.lull.writer.source.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What truly happened to a test source, in order. */
public final class SourceDiary {
  private final List<Entry> entries = new ArrayList<>();
  private boolean inBackup;
  private int filesOpen;

  /** What happened at one call, and what it was about. */
  public record Entry(What what, SourceCall call, String about) {}

  /** What can happen. */
  public enum What {
    CALLED,
    WAITS,
    RETURNED,
    THREW,
    INTERRUPTED
  }

  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** What a call was about, each time that it was made. */
  public synchronized List<String> calls(SourceCall call) {
    return entries.stream()
        .filter(entry -> entry.what() == What.CALLED && entry.call() == call)
        .map(Entry::about)
        .toList();
  }

  /** How often this happened at a call. */
  public synchronized long count(What what, SourceCall call) {
    return entries.stream().filter(e -> e.what() == what && e.call() == call).count();
  }

  public synchronized boolean isInBackup() {
    return inBackup;
  }

  public synchronized int filesOpen() {
    return filesOpen;
  }

  /** Waits until so much has happened; what has not happened yet wakes it up. */
  public synchronized void await(Predicate<SourceDiary> happened) throws InterruptedException {
    while (!happened.test(this)) {
      wait();
    }
  }

  synchronized void note(What what, SourceCall call, String about) {
    entries.add(new Entry(what, call, about));
    notifyAll();
  }

  synchronized void backup(boolean now) {
    inBackup = now;
    notifyAll();
  }

  synchronized void opened(int more) {
    filesOpen += more;
    notifyAll();
  }
}
