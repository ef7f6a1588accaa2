package io.lull.cli.shadow;

import io.lull.cli.backup.OpenBackup;
import io.lull.cli.command.Context;
import io.lull.cli.frame.Format;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.restore.OpenRestore;
import io.lull.cli.restore.Restored;
import io.lull.cli.shadow.Script.Member;
import io.lull.cli.shadow.Script.Settings;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Visible;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Does what lines ask for, one at a time.
 *
 * <p>There is a session from {@code create} until the backup is ended, and at no other time: nobody
 * waits for whoever thinks about his next line. {@link #close} gives up what is open then.
 */
final class Shell {
  private final Context context;
  private final Surroundings surroundings;
  private Script script = Script.FRESH;
  private Optional<Api> api = Optional.empty();
  private Optional<OpenBackup> open = Optional.empty();
  private Optional<OpenRestore> restore = Optional.empty();
  private Optional<SetId> set = Optional.empty();
  private boolean left;
  private volatile ExitCode exit = ExitCode.COMPLETED;

  /** Ends what is under way; read by whoever interrupts us. */
  private volatile Runnable stopping = Shell::nothing;

  Shell(Context context) {
    this.context = context;
    this.surroundings = context.surroundings();
  }

  /** Does what a line says; false if it says to leave. */
  synchronized boolean execute(String line) {
    if (left) {
      throw Trouble.of(ExitCode.ABORTED, "expected a shell, but it has ended", "");
    }
    Optional<Verb> verb = Grammar.parse(line, this::value);
    if (verb.isEmpty()) {
      return true;
    }
    script
        .refusal(verb.get())
        .ifPresent(
            why -> {
              throw Trouble.usage(why, "");
            });
    perform(verb.get());
    return !(verb.get() instanceof Verb.Exit);
  }

  /** What there is to end while nothing is under way. */
  private static void nothing() {}

  /** Ends what is under way, from another thread. */
  void stop() {
    stopping.run();
  }

  /** What all of it amounts to so far, if nothing goes wrong any more. */
  ExitCode exit() {
    return exit;
  }

  /** What was begun and has to be ended: a backup that has a set, or a restore. */
  synchronized Optional<String> unfinished() {
    if (script.restoring()) {
      return Optional.of("restore");
    }
    return script.begun() && script.open() ? Optional.of("backup") : Optional.empty();
  }

  /** Gives up what is open; after that nothing can be done any more. */
  synchronized void close() {
    left = true;
    giveUp();
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(script.aliases().get(name)).or(() -> surroundings.variable(name));
  }

  private Api api() {
    if (api.isEmpty()) {
      api = Optional.of(context.apiForWork());
    }
    return api.get();
  }

  private void perform(Verb verb) {
    switch (verb) {
      case Verb.Setting setting -> script = script.with(script.settings().with(setting));
      case Verb.SetVerbose(boolean on) -> script = script.with(script.settings().verbose(on));
      case Verb.ShowSettings() -> say(Told.settings(script.settings()));
      case Verb.ShowAdded() -> say(Told.added(script));
      case Verb.BeginBackup() -> script = script.begin();
      case Verb.EndBackup() -> finish();
      case Verb.BeginRestore begin -> restore(begin);
      case Verb.EndRestore() -> endRestore();
      case Verb.AddVolume add -> add(add);
      case Verb.AddAlias(String name, String value) -> script = script.alias(name, value);
      case Verb.WriterVerify(String writer) ->
          script = script.verifying(names().writer(writer).toString());
      case Verb.WriterExclude(String which) -> script = script.excluding(names().part(which));
      case Verb.Create() -> create();
      case Verb.Exec(List<String> words) -> exec(words);
      case Verb.Expose(String copy, String path) -> shadows().expose(copy, path);
      case Verb.Unexpose(String what) -> shadows().unexpose(what);
      case Verb.DeleteAll() -> shadows().deleteAll();
      case Verb.DeleteSet(String which) -> shadows().deleteSet(which);
      case Verb.DeleteCopy(String copy) -> shadows().deleteCopy(copy);
      case Verb.DeleteOf(String volume, boolean oldest) ->
          shadows().deleteOf(names().volume(volume), oldest);
      case Verb.DeleteExposed(String path) -> shadows().deleteExposed(path);
      case Verb.ListWriters(Verb.Depth depth) -> new Writers(context, api()).list(depth);
      case Verb.ListShadows(Optional<String> which, Optional<String> copy) ->
          shadows().list(which, copy);
      case Verb.ListProviders() -> new Writers(context, api()).listProviders();
      case Verb.Reset() -> reset();
      case Verb.Help(String about) -> say(Helped.about(about));
      case Verb.Exit() -> {}
    }
  }

  private Names names() {
    return new Names(api(), surroundings.directory());
  }

  private Shadows shadows() {
    return new Shadows(context, api(), names());
  }

  private void say(List<String> lines) {
    if (context.screen().format() == Format.TABLE) {
      lines.forEach(line -> context.screen().line(Visible.of(line)));
    }
  }

  private void add(Verb.AddVolume add) {
    Volume volume = names().volume(add.volume());
    Optional<ProviderId> provider = add.provider().map(name -> names().provider(volume, name));
    if (script.has(volume)) {
      throw Trouble.usage("expected each volume once, but " + volume + " is there already", "");
    }
    script = script.with(new Member(volume, add.alias(), provider));
  }

  private void create() {
    Settings settings = script.settings();
    Optional<Path> certificate = settings.metadata().map(this::free);
    OpenBackup backup = OpenBackup.of(context, api(), order(settings), teller(settings));
    OpenBackup.Made made = doing(backup::stop, backup::create);
    open = Optional.of(backup);
    set = Optional.of(made.set());
    script = script.created();
    Copies copies = api().get("/v1/sets/" + made.set() + "/copies", Copies.class);
    script = Told.named(script, backup.session(), copies);
    Told.Created told = Told.created(backup.session(), made, copies, script);
    context.screen().next(told, told::lines);
    if (!made.grade().atLeast(made.wanted())) {
      exit = ExitCode.BELOW_GRADE;
    }
    certificate.ifPresent(file -> keep(made.set(), file));
    if (settings.stays() && !script.begun()) {
      finish();
    }
  }

  private OpenBackup.Order order(Settings settings) {
    SortedMap<Volume, Optional<ProviderId>> volumes = new TreeMap<>();
    script.members().forEach(member -> volumes.put(member.volume(), member.provider()));
    Set<WriterId> verified =
        script.verified().stream().map(io.lull.wire.Ids::writer).collect(Collectors.toSet());
    return new OpenBackup.Order(
        volumes,
        settings.writers(),
        settings.stays(),
        settings.lowest(),
        settings.fuzzy(),
        settings.type().orElse(script.begun() ? BackupType.FULL : BackupType.COPY),
        settings.busyFor(),
        new TreeSet<>(script.excluded()),
        verified);
  }

  /** Says every step where that was asked for, and nothing otherwise. */
  private Surroundings teller(Settings settings) {
    return settings.verbose()
        ? surroundings
        : new Surroundings(
            surroundings.environment(),
            surroundings.directory(),
            surroundings.out(),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            surroundings.terminal());
  }

  private <T> T doing(Runnable stop, java.util.function.Supplier<T> work) {
    stopping = stop;
    try {
      return work.get();
    } finally {
      stopping = Shell::nothing;
    }
  }

  private Path free(String file) {
    Path path = surroundings.directory().resolve(file);
    if (Files.exists(path)) {
      throw Trouble.usage("expected a new file for the certificate, but " + path + " exists", "");
    }
    return path;
  }

  private void keep(SetId made, Path file) {
    byte[] certificate =
        Wire.json().write(api().get("/v1/sets/" + made + "/certificate", Certificate.class));
    try {
      Files.write(file, certificate, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException refused) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected to write the certificate to " + file + ", but that fails",
          "The set is there; 'lull certificate " + made + "' shows it");
    }
  }

  private void finish() {
    OpenBackup backup = open.orElseThrow();
    // Whatever becomes of it, there is nothing of it that could be ended once more.
    open = Optional.empty();
    script = script.ended();
    doing(
        backup::stop,
        () -> {
          backup.finish();
          return true;
        });
  }

  /** From here on until {@code end restore} the files are put back by whatever is run. */
  private void restore(Verb.BeginRestore begin) {
    SetId from = Names.named(() -> new SetId(begin.set()));
    OpenRestore begun =
        OpenRestore.of(context, api(), from, begin.components(), teller(script.settings()));
    OpenRestore.Begun told = doing(begun::stop, begun::begin);
    restore = Optional.of(begun);
    script = script.restoring(true);
    Copies copies = api().get("/v1/sets/" + from + "/copies", Copies.class);
    script = Told.named(script, told.restore(), copies);
    context.screen().next(told, told::lines);
  }

  private void endRestore() {
    OpenRestore begun = restore.orElseThrow();
    restore = Optional.empty();
    script = script.restoring(false);
    stopping = begun::stop;
    try {
      begun.finish();
    } finally {
      stopping = Shell::nothing;
      Restored restored = begun.restored();
      context.screen().next(restored, restored::lines);
    }
  }

  private void exec(List<String> words) {
    Execution execution = new Execution(words, script.aliases(), surroundings.directory());
    stopping = execution::stop;
    try {
      execution.run();
    } finally {
      stopping = Shell::nothing;
    }
  }

  private void reset() {
    giveUp();
    script = Script.FRESH;
  }

  /** A set that lasts stays there: whoever made it was told of it. */
  private void giveUp() {
    if (restore.isPresent()) {
      giveUp(restore.get());
    }
    if (open.isEmpty()) {
      return;
    }
    if (!script.begun()) {
      finish();
      return;
    }
    OpenBackup backup = open.get();
    open = Optional.empty();
    boolean stays = script.settings().stays();
    script = script.ended();
    try {
      backup.abandon();
    } catch (Trouble trouble) {
      exit = trouble.exit();
      throw trouble;
    }
    surroundings
        .err()
        .println(
            "lull: the backup was not ended, so that it is aborted; set "
                + set.orElseThrow()
                + (stays ? " stays" : " is let go"));
    surroundings.err().flush();
  }

  private void giveUp(OpenRestore begun) {
    restore = Optional.empty();
    script = script.restoring(false);
    begun.abandon();
    surroundings
        .err()
        .println(
            "lull: the restore was not ended, so that the writers are told that their files may be"
                + " damaged");
    surroundings.err().flush();
  }
}
