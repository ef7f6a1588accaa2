package io.lull.cli.shadow;

import io.lull.cli.command.Context;
import io.lull.cli.command.Exposed;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Answer;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Pause;
import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionInput.DeleteSnapshots;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.Ids;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.Sets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The copies that there are: looks for them, shows them elsewhere and deletes them. */
final class Shadows {
  private static final Duration DELETION = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofSeconds(10);

  private final Context context;
  private final Api api;
  private final Names names;

  Shadows(Context context, Api api, Names names) {
    this.context = context;
    this.api = api;
    this.names = names;
  }

  /** A copy that there is. */
  record Shadow(CopyView copy, Optional<Grade> grade, Instant changed) {}

  /** Several of them. */
  record All(List<Shadow> shadows) {
    List<String> lines() {
      Table table = new Table("COPY", "PROVIDER", "GRADE", "CHANGED", "PLACE", "EXPOSED AT");
      for (Shadow shadow : shadows) {
        table.row(
            shadow.copy().snapshot(),
            shadow.copy().provider(),
            shadow.grade().map(Enum::name).orElse(""),
            Times.text(shadow.changed()),
            shadow.copy().place().orElse(""),
            shadow.copy().exposed().orElse(""));
      }
      return table.lines();
    }
  }

  /** So many copies were deleted. */
  record Gone(int deleted) {
    List<String> lines() {
      return List.of(deleted + (deleted == 1 ? " copy deleted" : " copies deleted"));
    }
  }

  void list(Optional<String> set, Optional<String> copy) {
    Optional<SnapshotId> one = copy.map(this::snapshot);
    Optional<SetId> of = set.map(Shadows::set).or(() -> one.map(SnapshotId::set));
    List<Shadow> found = new ArrayList<>();
    for (CatalogueEntry entry : there()) {
      if (of.isEmpty() || of.get().equals(entry.set())) {
        shadows(entry).stream()
            .filter(shadow -> one.isEmpty() || one.get().equals(shadow.copy().snapshot()))
            .forEach(found::add);
      }
    }
    if (found.isEmpty() && of.isPresent()) {
      throw none(copy.orElse(of.get().name()));
    }
    All all = new All(found);
    context.screen().next(all, all::lines);
  }

  void expose(String copy, String path) {
    SnapshotId snapshot = snapshot(copy);
    Copies copies = Exposed.at(api, snapshot.set(), snapshot.volume(), names.place(path));
    context.screen().next(copies, () -> Exposed.lines(copies));
  }

  void unexpose(String what) {
    SnapshotId snapshot = what.startsWith("/") ? at(what) : snapshot(what);
    Copies copies = Exposed.end(api, snapshot.set(), snapshot.volume());
    context.screen().next(copies, () -> Exposed.lines(copies));
  }

  void deleteAll() {
    int deleted = 0;
    for (CatalogueEntry entry : there()) {
      deleted += deleted(entry, List.of());
    }
    tell(deleted);
  }

  void deleteSet(String text) {
    tell(deleted(entry(set(text)), List.of()));
  }

  void deleteCopy(String text) {
    SnapshotId snapshot = snapshot(text);
    tell(deleted(entry(snapshot.set()), List.of(snapshot)));
  }

  void deleteOf(Volume volume, boolean oldest) {
    List<CatalogueEntry> sets =
        there().stream()
            .filter(entry -> entry.copies().containsKey(volume))
            .sorted(Comparator.comparing(CatalogueEntry::changed))
            .toList();
    if (sets.isEmpty()) {
      throw none("of " + volume);
    }
    int deleted = 0;
    for (CatalogueEntry entry : oldest ? sets.subList(0, 1) : sets) {
      deleted += deleted(entry, List.of(new SnapshotId(entry.set(), volume)));
    }
    tell(deleted);
  }

  void deleteExposed(String path) {
    SnapshotId snapshot = at(names.place(path));
    tell(deleted(entry(snapshot.set()), List.of(snapshot)));
  }

  private void tell(int deleted) {
    Gone gone = new Gone(deleted);
    context.screen().next(gone, gone::lines);
  }

  /** Asks the session that made a set to delete these copies, or all of them if none is named. */
  private int deleted(CatalogueEntry entry, List<SnapshotId> copies) {
    // Never used before: a session answers an old id with its old answer.
    RequestId request = new RequestId("r-" + UUID.randomUUID());
    Request call =
        Request.of(
                "POST", "/v1/sessions/" + entry.session() + "/calls?for=" + POLL.toSeconds() + "s")
            .with(Wire.json().write(new DeleteSnapshots(request, copies)));
    Deadline deadline = Deadline.in(context.timeout(DELETION));
    while (true) {
      Answer answer = api.good(call, POLL.multipliedBy(3));
      switch (answer.as(SessionReply.class)) {
        case SessionReply.Deleted done when done.fault().isPresent() ->
            throw Trouble.of(ExitCode.FAILED, done.fault().get())
                .at(done.deleted() + " copies were deleted before that");
        case SessionReply.Deleted done -> {
          return done.deleted();
        }
        case SessionReply.Pending _ when !deadline.isOver() -> Pause.of(Duration.ofMillis(200));
        case SessionReply.Pending _ ->
            throw Trouble.of(
                ExitCode.STILL_RUNNING,
                "expected the copies to be deleted by now, but that goes on",
                "Look with 'list shadows all'");
        default ->
            throw Trouble.of(ExitCode.FAILED, "expected the node to say what it deleted", "");
      }
    }
  }

  private List<CatalogueEntry> there() {
    return api.get("/v1/sets", Sets.class).sets().stream()
        .filter(entry -> entry.state() == SetState.CERTIFIED)
        .toList();
  }

  private CatalogueEntry entry(SetId set) {
    return api.get("/v1/sets/" + set, CatalogueEntry.class);
  }

  private List<Shadow> shadows(CatalogueEntry entry) {
    return api.get("/v1/sets/" + entry.set() + "/copies", Copies.class).copies().stream()
        .map(copy -> new Shadow(copy, entry.grade(), entry.changed()))
        .toList();
  }

  /** The copy that is shown at a directory. */
  private SnapshotId at(String path) {
    List<SnapshotId> found =
        there().stream()
            .flatMap(entry -> shadows(entry).stream())
            .map(Shadow::copy)
            .filter(copy -> copy.exposed().equals(Optional.of(path)))
            .map(CopyView::snapshot)
            .toList();
    if (found.size() != 1) {
      throw found.isEmpty()
          ? none("at " + path)
          : Trouble.usage("expected one copy at " + path + ", but there are " + found, "");
    }
    return found.getFirst();
  }

  private static Trouble none(String which) {
    return Trouble.usage(
        "expected a copy " + which + ", but there is none", "'list shadows all' lists them");
  }

  private static SetId set(String text) {
    return Names.named(() -> new SetId(text));
  }

  /** A copy as it is listed, or a set that has only one. */
  private SnapshotId snapshot(String text) {
    if (text.contains("@")) {
      return Names.named(() -> Ids.snapshot(text));
    }
    SetId set = set(text);
    return new SnapshotId(set, only(set));
  }

  private Volume only(SetId set) {
    List<Volume> volumes = List.copyOf(entry(set).copies().keySet());
    if (volumes.size() != 1) {
      throw Trouble.usage(
          "expected one of the copies of "
              + volumes
              + " as SET@HOST:/PATH or by its alias, but got their set",
          "");
    }
    return volumes.getFirst();
  }
}
