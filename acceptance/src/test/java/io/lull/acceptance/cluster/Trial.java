package io.lull.acceptance.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.cluster.TestBackup.Outcome;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.writer.WriterStep;
import io.lull.provider.test.Copy;
import io.lull.wire.Wire;
import io.lull.writer.test.Diary.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** One backup that something happens to, and all that must be true of it in the end. */
final class Trial {
  /** What a writer may be told more than once for one set. */
  private static final Set<WriterStep> REPEATED =
      EnumSet.of(WriterStep.IDENTIFY, WriterStep.THAW, WriterStep.ABORT);

  private final String what;
  private final ProcessCluster cluster;
  private final TestBackup backup;
  private final CompletableFuture<Outcome> outcome;

  private Trial(
      String what, ProcessCluster cluster, TestBackup backup, CompletableFuture<Outcome> outcome) {
    this.what = what;
    this.cluster = cluster;
    this.backup = backup;
    this.outcome = outcome;
  }

  /** Starts it; {@code what} names it when something is not as it must be. */
  static Trial start(String what, ProcessCluster cluster, TestBackup backup) {
    return new Trial(what, cluster, backup, backup.start());
  }

  /** Of a backup that the test drives itself. */
  static Trial of(ProcessCluster cluster, TestBackup backup) {
    return new Trial("driven", cluster, backup, new CompletableFuture<>());
  }

  String session() {
    return backup.session().name();
  }

  boolean isOver() {
    return outcome.isDone();
  }

  Outcome outcome() {
    return ProcessCluster.await(outcome);
  }

  SessionRecord record() {
    return cluster.recordOf(backup.session());
  }

  /** It has one clear end, and left nothing behind; what the requester heard agrees with it. */
  SessionRecord check() {
    Outcome told = outcome();
    SessionRecord record = checkEnd();
    String all = what + " of " + session() + ", " + told + ", " + record.events();
    assertThat(told.created()).as(all).isEqualTo(record.created());
    told.grade().ifPresent(grade -> assertThat(grade).as(all).isEqualTo(Grade.APPLICATION));
    record
        .set()
        .ifPresent(set -> backup.hosts().forEach(host -> check(all, host, set, told, record)));
    return record;
  }

  /** It has one end, owes nobody anything, and left no copy of its set anywhere. */
  SessionRecord checkEnd() {
    cluster.eventually(
        () -> {
          SessionRecord now = record();
          assertThat(now.last().phase()).as(what).isEqualTo(SessionPhase.RELEASED);
          assertThat(now.last().work().duties()).as(what).isEmpty();
        });
    SessionRecord record = record();
    assertThat(record.ends()).as(what + " " + record.events()).isOne();
    record
        .set()
        .ifPresent(
            set ->
                backup
                    .hosts()
                    .forEach(
                        host ->
                            cluster.eventually(
                                () -> assertThat(copies(host, set)).as(what).isEmpty())));
    return record;
  }

  private void check(String all, String host, String set, Outcome told, SessionRecord record) {
    WriterDiary whole = cluster.diary(host);
    WriterDiary diary = whole.ofSet(set);
    String as = all + "\n" + host + " " + diary.lines();
    for (WriterStep step : WriterStep.values()) {
      if (!REPEATED.contains(step)) {
        assertThat(diary.calls(step)).as(step + " in " + as).isLessThanOrEqualTo(1);
      }
    }
    assertThat(diary.standsStill()).as(as).isFalse();
    if (told.created()) {
      for (WriterStep step : List.of(WriterStep.FREEZE, WriterStep.POST_SNAPSHOT)) {
        assertThat(diary.calls(step)).as(step + " in " + as).isOne();
      }
      // A coordinator that hears none of its hosts any more gives their writers up in this round,
      // where nothing stands still, and says so to whoever asks for their status.
      if (!record.givenUpAtCompletion(host)) {
        assertThat(diary.calls(WriterStep.BACKUP_COMPLETE)).as("completed in " + as).isOne();
      }
      assertThat(diary.count(What.STANDS_STILL, WriterStep.FREEZE)).as(as).isOne();
    } else if (!diary.lines().isEmpty()) {
      // Whoever was cut off before it heard of the set has nothing to give up: its machine answers
      // the Abort without calling anybody.
      cluster.eventually(
          () ->
              assertThat(cluster.diary(host).ofSet(set).calls(WriterStep.ABORT))
                  .as(as)
                  .isPositive());
    }
  }

  /** The copies of its set that are left on a host. */
  List<Path> copies(String host) {
    return record().set().map(set -> copies(host, set)).orElse(List.of());
  }

  /**
   * The copies of the set that are left on a host. What was prepared and never committed is no copy
   * yet: a provider that hears of no abort frees it by a lease of its own.
   */
  private List<Path> copies(String host, String set) {
    try (Stream<Path> files = Files.list(cluster.copiesOf(host))) {
      return files.filter(file -> file.toString().endsWith(".copy") && made(file, set)).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean made(Path file, String set) {
    try {
      Copy copy = Wire.json().read(Files.readAllBytes(file), Copy.class);
      return copy.made() && copy.marker().snapshot().set().name().equals(set);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public String toString() {
    return what;
  }
}
