package io.lull.cli.shadow;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.writer.BackupType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a line asks for. */
sealed interface Verb {
  /** What can only be said before anything has been chosen. */
  sealed interface Setting extends Verb {}

  /** Whether sets stay, and whether writers take part. */
  record SetContext(boolean stays, boolean writers) implements Setting {}

  /** A grade below that of applications is good enough. */
  record SetLowest(Grade grade) implements Setting {}

  /** A copy that was made while data changed is good enough. */
  record SetFuzzy() implements Setting {}

  /** What writers are told. */
  record SetType(BackupType type) implements Setting {}

  /** How long to wait while another set is created. */
  record SetWait(Duration time) implements Setting {}

  /** Where the certificate of a set is to be written. */
  record SetMetadata(String file) implements Setting {}

  /** Whether every step is told of. */
  record SetVerbose(boolean on) implements Verb {}

  /** Shows all settings. */
  record ShowSettings() implements Verb {}

  /** Begins a backup that is told to be done by {@link EndBackup}. */
  record BeginBackup() implements Verb {}

  /** Tells the writers that the backup is done. */
  record EndBackup() implements Verb {}

  /** Chooses a volume. */
  record AddVolume(String volume, Optional<String> alias, Optional<String> provider)
      implements Verb {}

  /** Gives a name to a text. */
  record AddAlias(String name, String value) implements Verb {}

  /** Shows what was chosen, and all aliases. */
  record ShowAdded() implements Verb {}

  /** Wants a writer to take part. */
  record WriterVerify(String writer) implements Verb {}

  /** Leaves out a writer or a component. */
  record WriterExclude(String which) implements Verb {}

  /** Makes the set. */
  record Create() implements Verb {}

  /** Runs a program, without a shell. */
  record Exec(List<String> words) implements Verb {
    public Exec {
      words = List.copyOf(words);
    }
  }

  /** Has the writers of a set, or of some of its components, make way for their files. */
  record BeginRestore(String set, List<String> components) implements Verb {
    public BeginRestore {
      components = List.copyOf(components);
    }
  }

  /** Has the writers take over the files that were put back. */
  record EndRestore() implements Verb {}

  /** Shows a copy at a directory. */
  record Expose(String copy, String path) implements Verb {}

  /** Takes away what a copy, or a directory, shows. */
  record Unexpose(String what) implements Verb {}

  /** Deletes every set. */
  record DeleteAll() implements Verb {}

  /** Deletes a set. */
  record DeleteSet(String set) implements Verb {}

  /** Deletes a copy. */
  record DeleteCopy(String copy) implements Verb {}

  /** Deletes the copies of a volume: all of them, or the oldest. */
  record DeleteOf(String volume, boolean oldest) implements Verb {}

  /** Deletes what is shown at a directory. */
  record DeleteExposed(String path) implements Verb {}

  /** How much is told of writers. */
  enum Depth {
    STATUS,
    METADATA,
    DETAILED
  }

  /** Lists the writers. */
  record ListWriters(Depth depth) implements Verb {}

  /** Lists the copies: all, those of a set, or one of them. */
  record ListShadows(Optional<String> set, Optional<String> copy) implements Verb {}

  /** Lists the providers. */
  record ListProviders() implements Verb {}

  /** Begins anew; what was begun is given up. */
  record Reset() implements Verb {}

  /** Shows how a verb is written, or all of them. */
  record Help(String about) implements Verb {}

  /** Leaves. */
  record Exit() implements Verb {}
}
