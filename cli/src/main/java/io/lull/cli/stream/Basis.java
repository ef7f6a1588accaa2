package io.lull.cli.stream;

import io.lull.cli.frame.Trouble;
import io.lull.cli.stream.store.Archive;
import io.lull.cli.stream.store.Chain;
import io.lull.cli.stream.store.Manifest;
import io.lull.cli.stream.store.Reading;
import io.lull.cli.stream.store.Store;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.StreamKind;
import io.lull.wire.api.InstanceView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What an incremental backup goes on from; it is of no use without all that this builds on. */
final class Basis {
  private static final String HINT =
      "Take a full backup into this directory, without --incremental";

  private final Store store;
  private final Store.Content content;
  private final Chain chain;
  private final InstanceView row;

  private Basis(Store store, InstanceView row) {
    this.store = store;
    this.content = store.content();
    this.chain = new Chain(content.backups());
    this.row = row;
  }

  /**
   * The newest finished backup of the instance that another one may build on.
   *
   * @param note told why it may not be the newest that there was
   */
  static Manifest of(Store store, InstanceView row, Consumer<String> note) {
    Basis basis = new Basis(store, row);
    Manifest newest = basis.newest();
    basis.demandArchives(newest);
    basis.explain(newest, note);
    return newest;
  }

  private Manifest newest() {
    Optional<Manifest> newest = chain.newest(row.host(), row.instance());
    return newest.orElseThrow(
        () ->
            Trouble.of(
                    Fault.expected(
                        Failure.MISSING_FULL_BACKUP,
                        "a finished backup of "
                            + Instances.name(row)
                            + " in "
                            + store.directory()
                            + " that another one can build on",
                        "there is none" + damaged()))
                .hinting(HINT));
  }

  private String damaged() {
    return content.damaged().isEmpty() ? "" : "; these are none any more: " + content.damaged();
  }

  /** Logs would go that only a backup has which nobody can restore. */
  private void demandArchives(Manifest newest) {
    for (Manifest backup : needed(newest)) {
      for (Archive archive : backup.files()) {
        try (Reading _ = store.stored(backup, archive, _ -> {})) {
          // It is there as a whole; whether each byte is as it was only 'verify' can say.
        } catch (IOException failed) {
          throw Trouble.of(
              ExitCode.VERIFY_FAILED,
              store.path(backup, archive) + " cannot be read: " + failed.getMessage(),
              HINT);
        } catch (Trouble damaged) {
          throw damaged.hinting(HINT);
        }
      }
    }
  }

  private List<Manifest> needed(Manifest newest) {
    try {
      return chain.to(newest);
    } catch (IllegalStateException broken) {
      throw Trouble.of(Fault.of(Failure.MISSING_FULL_BACKUP, String.valueOf(broken.getMessage())))
          .hinting(HINT);
    }
  }

  /** Copies and what kept its logs are left out by who took them; the rest is worth a word. */
  private void explain(Manifest basis, Consumer<String> note) {
    String building = "building on backup " + basis.session();
    content.backups().stream()
        .filter(each -> each.isOf(basis.host(), basis.instance()))
        .filter(each -> each.kind() != StreamKind.COPY && each.ended().isAfter(basis.ended()))
        .forEach(
            newer -> {
              List<DatabaseId> lost = newer.lacking();
              note.accept(
                  building
                      + ", not on the newer "
                      + newer.session()
                      + ", on which nothing builds: it "
                      + (lost.isEmpty() ? "let no log go" : "lacks " + lost));
            });
    content
        .damaged()
        .forEach(
            (name, why) ->
                note.accept(
                    building
                        + "; maybe not the newest, because nobody knows how new this one is: "
                        + name
                        + ": "
                        + why));
  }
}
