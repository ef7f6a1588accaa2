package io.lull.cli.shadow;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far a script is, and what it has said so far; pure.
 *
 * @param begun whether a backup was begun that has to be ended
 * @param open whether there is a set whose session still goes on
 * @param restoring whether writers wait for their files to be put back
 * @param verified writers without which there is no set, as they were written
 * @param excluded writers and components that take no part, likewise
 * @param aliases what names stand for
 */
record Script(
    boolean begun,
    boolean open,
    boolean restoring,
    Settings settings,
    List<Member> members,
    SortedSet<String> verified,
    SortedSet<String> excluded,
    SortedMap<String, String> aliases) {
  static final Script FRESH =
      new Script(
          false,
          false,
          false,
          Settings.USUAL,
          List.of(),
          new TreeSet<>(),
          new TreeSet<>(),
          new TreeMap<>());

  Script {
    members = List.copyOf(members);
    verified = Sorted.set(verified);
    excluded = Sorted.set(excluded);
    aliases = Sorted.map(aliases);
  }

  /** A volume that was chosen. */
  record Member(Volume volume, Optional<String> alias, Optional<ProviderId> provider) {}

  /**
   * What was set.
   *
   * @param type what writers are told, unless a backup was begun or not
   */
  record Settings(
      boolean stays,
      boolean writers,
      Optional<Grade> lowest,
      boolean fuzzy,
      Optional<BackupType> type,
      Optional<Duration> busyFor,
      Optional<String> metadata,
      boolean verbose) {
    static final Settings USUAL =
        new Settings(
            true,
            true,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    Settings with(Verb.Setting setting) {
      return switch (setting) {
        case Verb.SetContext(boolean stay, boolean take) ->
            new Settings(stay, take, lowest, fuzzy, type, busyFor, metadata, verbose);
        case Verb.SetLowest(Grade grade) ->
            new Settings(
                stays,
                writers,
                Optional.of(grade),
                grade == Grade.FUZZY,
                type,
                busyFor,
                metadata,
                verbose);
        case Verb.SetFuzzy() ->
            new Settings(stays, writers, lowest, true, type, busyFor, metadata, verbose);
        case Verb.SetType(BackupType told) ->
            new Settings(
                stays, writers, lowest, fuzzy, Optional.of(told), busyFor, metadata, verbose);
        case Verb.SetWait(Duration time) ->
            new Settings(stays, writers, lowest, fuzzy, type, Optional.of(time), metadata, verbose);
        case Verb.SetMetadata(String file) ->
            new Settings(stays, writers, lowest, fuzzy, type, busyFor, Optional.of(file), verbose);
      };
    }

    Settings verbose(boolean on) {
      return new Settings(stays, writers, lowest, fuzzy, type, busyFor, metadata, on);
    }
  }

  /** Why a verb cannot be done now; empty if it can. */
  Optional<String> refusal(Verb verb) {
    if (restoring && isOfBackup(verb)) {
      return Optional.of("expected 'end restore' or 'reset' first, because a restore is open");
    }
    return switch (verb) {
      case Verb.Setting _ ->
          begun || open || !members.isEmpty()
              ? Optional.of("expected it before 'begin backup' and 'add volume', or after 'reset'")
              : Optional.empty();
      case Verb.BeginBackup _ ->
          begun || open
              ? Optional.of("expected 'end backup' or 'reset' first, because one is open")
              : Optional.empty();
      case Verb.EndBackup _ -> endRefusal();
      case Verb.AddVolume add -> addRefusal(add);
      case Verb.AddAlias _, Verb.WriterVerify _, Verb.WriterExclude _ ->
          open && !(verb instanceof Verb.AddAlias)
              ? Optional.of("expected it before 'create', which was done")
              : Optional.empty();
      case Verb.Create _ -> createRefusal();
      case Verb.BeginRestore _ ->
          begun || open
              ? Optional.of("expected 'end backup' or 'reset' first, because one is open")
              : Optional.empty();
      case Verb.EndRestore _ ->
          restoring
              ? Optional.empty()
              : Optional.of("expected 'begin restore' first, but no restore was begun");
      default -> Optional.empty();
    };
  }

  private static boolean isOfBackup(Verb verb) {
    return switch (verb) {
      case Verb.Setting _,
          Verb.BeginBackup _,
          Verb.BeginRestore _,
          Verb.AddVolume _,
          Verb.WriterVerify _,
          Verb.WriterExclude _,
          Verb.Create _,
          Verb.EndBackup _ ->
          true;
      default -> false;
    };
  }

  private Optional<String> endRefusal() {
    if (!begun) {
      return Optional.of("expected 'begin backup' first, but no backup was begun");
    }
    return open
        ? Optional.empty()
        : Optional.of("expected 'create' first, because there is nothing to end; else 'reset'");
  }

  private Optional<String> addRefusal(Verb.AddVolume add) {
    if (open) {
      return Optional.of("expected 'end backup' or 'reset' first, because the set is made");
    }
    boolean taken =
        add.alias().isPresent()
            && (aliases.containsKey(add.alias().get())
                || members.stream().anyMatch(member -> member.alias().equals(add.alias())));
    return taken
        ? Optional.of("expected another alias, because " + add.alias().get() + " is taken")
        : Optional.empty();
  }

  private Optional<String> createRefusal() {
    if (open) {
      return Optional.of("expected 'end backup' or 'reset' first, because the set is made");
    }
    return members.isEmpty()
        ? Optional.of("expected 'add volume' first, but there is none")
        : Optional.empty();
  }

  Script with(Settings other) {
    return new Script(begun, open, restoring, other, members, verified, excluded, aliases);
  }

  Script begin() {
    return new Script(true, open, restoring, settings, members, verified, excluded, aliases);
  }

  boolean has(Volume volume) {
    return members.stream().anyMatch(member -> member.volume().equals(volume));
  }

  Script with(Member member) {
    List<Member> more = new ArrayList<>(members);
    more.add(member);
    return new Script(begun, open, restoring, settings, more, verified, excluded, aliases);
  }

  Script verifying(String writer) {
    return new Script(
        begun, open, restoring, settings, members, and(verified, writer), excluded, aliases);
  }

  Script excluding(String which) {
    return new Script(
        begun, open, restoring, settings, members, verified, and(excluded, which), aliases);
  }

  private static SortedSet<String> and(Set<String> before, String another) {
    SortedSet<String> more = new TreeSet<>(before);
    more.add(another);
    return more;
  }

  Script alias(String name, String value) {
    return new Script(
        begun,
        open,
        restoring,
        settings,
        members,
        verified,
        excluded,
        Sorted.with(aliases, name, value));
  }

  /** There is a set now, whose session goes on. */
  Script created() {
    return new Script(begun, true, restoring, settings, members, verified, excluded, aliases);
  }

  /** The writers have made way for their files, or have taken them over. */
  Script restoring(boolean now) {
    return new Script(begun, open, now, settings, members, verified, excluded, aliases);
  }

  /** The session is over; the settings and the aliases are still there, as is the set. */
  Script ended() {
    return new Script(
        false, false, false, settings, List.of(), new TreeSet<>(), new TreeSet<>(), aliases);
  }
}
