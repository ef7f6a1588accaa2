package io.lull.cli.restore;

import io.lull.cli.backup.Progress;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreInput.AddRestoreSubcomponent;
import io.lull.protocol.restore.RestoreInput.GatherWriterMetadata;
import io.lull.protocol.restore.RestoreInput.GatherWriterStatus;
import io.lull.protocol.restore.RestoreInput.InitializeForRestore;
import io.lull.protocol.restore.RestoreInput.PostRestore;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.Release;
import io.lull.protocol.restore.RestoreInput.SetFileRestoreStatus;
import io.lull.protocol.restore.RestoreInput.SetRestoreOptions;
import io.lull.protocol.restore.RestoreInput.SetSelectedForRestore;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreReply.Done;
import io.lull.protocol.restore.RestoreReply.Handled;
import io.lull.protocol.restore.RestoreReply.Metadata;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The verbs of one restore, in their order: the writers make way, the files are put where they came
 * from, all of them or none, and the writers are told how that went in any case.
 */
final class Restoring {
  private static final Limits LIMITS = Limits.defaults();
  private static final Duration TELLING = Duration.ofMinutes(2);

  private final RestoreRequester requester;
  private final Wanted wanted;
  private final Sources sources;
  private final Optional<String> options;
  private final Progress progress;
  private final Map<ComponentId, String> reasons = new TreeMap<>();
  private FileRestoreStatus status = FileRestoreStatus.NONE;
  private boolean began;
  private boolean told;

  Restoring(
      RestoreRequester requester,
      Wanted wanted,
      Sources sources,
      Optional<String> options,
      Progress progress) {
    this.requester = requester;
    this.wanted = wanted;
    this.sources = sources;
    this.options = options;
    this.progress = progress;
  }

  /** How it stands, whatever has come of it. */
  Restored restored() {
    Map<ComponentId, FileRestoreStatus> components = new TreeMap<>();
    wanted.picked().forEach(component -> components.put(component, status));
    Map<Volume, String> places = new TreeMap<>();
    if (status == FileRestoreStatus.ALL) {
      sources.places().keySet().forEach(volume -> places.put(volume, volume.path()));
    }
    return new Restored(
        wanted.document().set(), Optional.of(requester.session()), components, reasons, places);
  }

  /** All of it; what keeps a component from coming back is a trouble, and then none comes back. */
  void run() {
    begin();
    try {
      putBack();
    } catch (Trouble trouble) {
      giveUp(status, trouble);
      throw trouble;
    }
    finish(status);
  }

  /** Has the writers make way; if one does not, all of them are told that nothing comes. */
  void begin() {
    try {
      open();
      select();
      progress.step("asking the writers to make way");
      told = true;
      demand(requester.call(Handled.class, PreRestore::new), ExitCode.REFUSED);
      requester.call(RestoreReply.Statuses.class, GatherWriterStatus::new);
    } catch (Trouble trouble) {
      giveUp(status, trouble);
      throw trouble;
    }
  }

  /** Has the writers take over what was put back. */
  void finish(FileRestoreStatus became) {
    status = became;
    tell(Optional.empty());
  }

  /** Tells the writers what became of their files, and that it was for this trouble. */
  void giveUp(FileRestoreStatus became, Trouble trouble) {
    status = became;
    wanted.picked().forEach(one -> reasons.putIfAbsent(one, trouble.what()));
    tell(Optional.of(trouble));
  }

  private void open() {
    SessionId session = requester.session();
    progress.step("beginning restore " + session);
    requester.begin(
        Done.class,
        r -> new InitializeForRestore(r, new RestoreTerms(wanted.document(), LIMITS, true)));
    began = true;
    requester.keepAlive(LIMITS.requesterLease());
    progress.step("asking the writers what they are");
    Metadata metadata = requester.call(Metadata.class, r -> new GatherWriterMetadata(r, Map.of()));
    wanted.demandAlone(metadata.writers().values());
  }

  private void select() {
    wanted
        .parts()
        .forEach(
            (picked, parts) -> {
              requester.call(Done.class, r -> new SetSelectedForRestore(r, picked, true));
              parts.forEach(
                  part -> requester.call(Done.class, r -> new AddRestoreSubcomponent(r, part)));
              options.ifPresent(
                  text -> requester.call(Done.class, r -> new SetRestoreOptions(r, picked, text)));
            });
  }

  /** Notes what writers did not do, and ends with the first of it. */
  private void demand(Handled handled, ExitCode exit) {
    Optional<Fault> first = Optional.empty();
    for (Map.Entry<WriterId, HandlerResult> one : handled.writers().entrySet()) {
      Optional<Fault> fault = one.getValue().failure();
      fault.ifPresent(
          why ->
              wanted.picked().stream()
                  .filter(component -> component.writer().equals(one.getKey()))
                  .forEach(component -> reasons.put(component, why.detail())));
      first = first.or(() -> fault);
    }
    if (first.isPresent()) {
      throw Trouble.of(exit, first.get());
    }
  }

  private void putBack() {
    try (InPlace place = new InPlace(wanted, sources, requester::check, progress)) {
      place.demandReplaceable();
      try {
        place.stage(us());
        progress.step("putting the files in place");
        place.swap();
      } catch (IOException | Trouble failed) {
        undo(place);
        throw failed;
      }
      status = FileRestoreStatus.ALL;
      place.finish();
    } catch (IOException failed) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected to put the files back, but " + said(failed),
          status == FileRestoreStatus.NONE
              ? "What was there before is as it was"
              : "Look into " + Stage.NAME + " there before anybody uses it");
    }
  }

  private void undo(InPlace place) throws IOException {
    progress.step("making everything as it was");
    // Until it is known to be undone.
    status = FileRestoreStatus.FAILED;
    place.undo();
    status = FileRestoreStatus.NONE;
  }

  /** Tells the writers what became of their files, and ends the restore. */
  private void tell(Optional<Trouble> trouble) {
    if (!began) {
      return;
    }
    // Also when all went well: what is back is back, and nobody may keep the writers from hearing
    // it.
    requester.undoing(TELLING);
    try {
      Optional<RestoreReply> taken = told ? Optional.of(tellWriters(trouble)) : Optional.empty();
      requester.reply(Release::new);
      if (trouble.isEmpty() && taken.orElseThrow() instanceof Handled handled) {
        demand(handled, ExitCode.FAILED);
      }
    } catch (Trouble lost) {
      if (trouble.isEmpty()) {
        throw lost;
      }
      // What came first is more important; the writers are told by the session, when it ends.
    } finally {
      requester.fallSilent();
    }
  }

  private RestoreReply tellWriters(Optional<Trouble> trouble) {
    progress.step(
        "telling the writers that their files are " + (trouble.isEmpty() ? "back" : "not"));
    if (trouble.isPresent()) {
      // Whatever was under way: only after a look at the writers can they be told anything.
      requester.reply(GatherWriterStatus::new);
    }
    for (ComponentId component : wanted.picked()) {
      requester.reply(r -> new SetFileRestoreStatus(r, component, status));
    }
    RestoreReply taken = requester.reply(PostRestore::new);
    if (taken instanceof RestoreReply.Refused refused && trouble.isEmpty()) {
      throw Trouble.of(refused.fault());
    }
    requester.reply(GatherWriterStatus::new);
    return taken;
  }

  /** As whom we run. */
  static UserPrincipal us() throws IOException {
    return Files.getOwner(Path.of("/proc/self"));
  }

  /** Why something on a file system failed, in words. */
  static String said(IOException why) {
    String text = String.valueOf(why.getMessage());
    return why.getClass() == IOException.class
        ? text
        : why.getClass().getSimpleName().replace("Exception", "") + " at " + text;
  }
}
