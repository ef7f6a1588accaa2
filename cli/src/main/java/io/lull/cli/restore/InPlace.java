package io.lull.cli.restore;

import io.lull.cli.backup.Progress;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.restore.Found;
import io.lull.protocol.restore.RestoreAction;
import io.lull.protocol.restore.RestorePlan;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.RestoreTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Volumes whose content is replaced by that of their copies, all of them or none. */
final class InPlace implements AutoCloseable {
  private final Wanted wanted;
  private final Runnable check;
  private final Progress progress;
  private final long whole;
  private final Map<Volume, Replacement> replacements = new TreeMap<>();

  InPlace(Wanted wanted, Sources sources, Runnable check, Progress progress) throws IOException {
    this.wanted = wanted;
    this.check = check;
    this.progress = progress;
    this.whole = sources.bytes(check);
    Set<Path> notToTouch = sources.notToTouch();
    try {
      for (Map.Entry<Volume, Path> source : sources.places().entrySet()) {
        Path directory = Path.of(source.getKey().path());
        if (!Files.isDirectory(directory)) {
          throw Trouble.of(
              ExitCode.REFUSED,
              "expected the directory " + directory + " to put files into, but there is none",
              "Mount or make it, or take the files out with --to DIR");
        }
        replacements.put(source.getKey(), Replacement.of(directory, source.getValue(), notToTouch));
      }
    } catch (IOException | Trouble failed) {
      close();
      throw failed;
    }
  }

  /** How many bytes are there that would be replaced, by the volumes that they are in. */
  SortedMap<Volume, Long> replacedBytes() throws IOException {
    SortedMap<Volume, Long> bytes = new TreeMap<>();
    for (Map.Entry<Volume, Replacement> one : replacements.entrySet()) {
      bytes.put(one.getKey(), one.getValue().replacedBytes());
    }
    return bytes;
  }

  /** Refuses unless every component may be put where it came from, as its writer wants it. */
  void demandReplaceable() throws IOException {
    for (ComponentId component : wanted.picked()) {
      RestoreMethod method =
          wanted.document().explicit(component).orElseThrow().metadata().restoreMethod();
      Found found = Found.NOTHING;
      for (Volume volume : wanted.volumes(component)) {
        Replacement there = Optional.ofNullable(replacements.get(volume)).orElseThrow();
        Optional<String> obstacle = there.obstacle();
        if (obstacle.isPresent()) {
          throw refused(
              "to replace what is in " + there.shown() + ", but " + obstacle.get(),
              "Stop what uses it, and try again");
        }
        if (!there.isEmpty()) {
          found = Found.REPLACEABLE;
        }
      }
      demand(component, method, found);
    }
  }

  private static void demand(ComponentId component, RestoreMethod method, Found found) {
    RestorePlan plan = RestorePlan.of(RestoreTarget.ORIGINAL, method, found, Found.NO_PLACE);
    boolean here =
        plan.action() == RestoreAction.TO_ORIGINAL
            || plan.action() == RestoreAction.WITH_SERVICE_STOPPED
            || plan.action() == RestoreAction.THEN_RESTART_SERVICE;
    if (!here) {
      throw refused(
          "to put "
              + component
              + " where it came from, but its writer wants "
              + method
              + ": "
              + plan.why(),
          "Take its files out with --to DIR");
    }
  }

  private static Trouble refused(String what, String hint) {
    return Trouble.of(ExitCode.REFUSED, "expected " + what, hint);
  }

  /** Copies everything, beside what is there. */
  void stage(UserPrincipal us) throws IOException {
    List<Long> done = new ArrayList<>(List.of(0L));
    for (Replacement one : replacements.values()) {
      long before = done.getLast();
      one.stage(us, check, more -> progress.bytes("copying", before + more, whole));
      done.add(before + one.bytes(check));
    }
    progress.bytes("copying", whole, whole);
  }

  void swap() throws IOException {
    for (Replacement one : replacements.values()) {
      one.swap();
    }
  }

  void undo() throws IOException {
    for (Replacement one : new ArrayList<>(replacements.values()).reversed()) {
      one.undo();
    }
  }

  void finish() throws IOException {
    for (Replacement one : replacements.values()) {
      one.finish();
    }
  }

  @Override
  public void close() throws IOException {
    for (Replacement one : replacements.values()) {
      one.close();
    }
  }
}
