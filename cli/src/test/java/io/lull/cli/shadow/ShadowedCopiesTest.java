package io.lull.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.Shop;
import io.lull.cli.Typed;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.DeleteSnapshots;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.value.Sorted;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.Exposure;
import io.lull.wire.api.Sets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a script does with copies that there are. */
class ShadowedCopiesTest extends ShadowStage {
  private static Copies copies(String set, Optional<String> exposed, Volume... volumes) {
    SetId id = new SetId(set);
    List<CopyView> copies = new ArrayList<>();
    for (Volume volume : volumes) {
      copies.add(
          new CopyView(
              new SnapshotId(id, volume),
              new ProviderId(FakeNode.HOST, "lvm"),
              Optional.of("/copies" + volume.path()),
              exposed));
    }
    return new Copies(id, copies);
  }

  /** A node with two sets: one of one volume that is shown somewhere, an older one of two. */
  private List<DeleteSnapshots> catalogue() {
    CatalogueEntry one = entry("set-1", 20, Shop.DATA);
    CatalogueEntry two = entry("set-2", 10, Shop.DATA, LOGS);
    node.values.put("/v1/sets", new Sets(List.of(one, two)));
    node.values.put("/v1/sets/set-1", one);
    node.values.put("/v1/sets/set-2", two);
    node.values.put("/v1/sets/set-1/copies", copies("set-1", Optional.of("/mnt/one"), Shop.DATA));
    node.values.put("/v1/sets/set-2/copies", copies("set-2", Optional.empty(), Shop.DATA, LOGS));
    List<DeleteSnapshots> deletions = new ArrayList<>();
    for (String set : List.of("set-1", "set-2")) {
      node.handlers.put(
          "/v1/sessions/s-" + set + "/calls",
          exchange -> {
            DeleteSnapshots delete =
                (DeleteSnapshots)
                    Wire.json().read(exchange.getRequestBody().readAllBytes(), SessionInput.class);
            if (deletions.stream().noneMatch(other -> other.request().equals(delete.request()))) {
              deletions.add(delete);
              // A deletion takes its time.
              FakeNode.answer(exchange, 202, new SessionReply.Pending(delete.request()));
              return;
            }
            FakeNode.answer(
                exchange,
                200,
                new SessionReply.Deleted(
                    delete.request(),
                    Math.max(1, delete.snapshots().size()),
                    Optional.empty(),
                    Optional.empty()));
          });
    }
    return deletions;
  }

  private static CatalogueEntry entry(String set, long changed, Volume... volumes) {
    return new CatalogueEntry(
        new SetId(set),
        new SessionId("s-" + set),
        SetState.CERTIFIED,
        Instant.ofEpochSecond(changed),
        Optional.of(Instant.ofEpochSecond(changed)),
        Sorted.valued(new TreeSet<>(List.of(volumes)), new ProviderId(FakeNode.HOST, "lvm")),
        new TreeSet<>(),
        Optional.of(Grade.CRASH),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void copies_are_listed_all_those_of_a_set_or_one() throws Exception {
    catalogue();

    assertThat(script("list shadows all").out())
        .contains("set-1@a:/data", "set-2@a:/data", "set-2@a:/logs", "/mnt/one");
    assertThat(script("list shadows set set-2").out())
        .contains("set-2@a:/logs")
        .doesNotContain("set-1@");
    assertThat(script("list shadows id set-2@a:/data").out())
        .contains("set-2@a:/data")
        .doesNotContain("set-2@a:/logs");
    Typed none = script("list shadows set set-3");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("expected a copy set-3, but there is none");
  }

  @Test
  void copies_are_deleted_by_set_by_name_by_age_and_by_where_they_are_shown() throws Exception {
    List<DeleteSnapshots> deletions = catalogue();

    Typed typed =
        script(
            "delete shadows set set-2",
            "delete shadows id set-2@a:/logs",
            "delete shadows oldest /data",
            "delete shadows exposed /mnt/one",
            "delete shadows all");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(deletions)
        .extracting(DeleteSnapshots::snapshots)
        .containsExactly(
            List.of(),
            List.of(new SnapshotId(new SetId("set-2"), LOGS)),
            List.of(new SnapshotId(new SetId("set-2"), Shop.DATA)),
            List.of(new SnapshotId(new SetId("set-1"), Shop.DATA)),
            List.of(),
            List.of());
    assertThat(typed.out()).contains("1 copy deleted", "2 copies deleted");
  }

  @Test
  void a_copy_is_exposed_and_found_again_by_where_it_is() throws Exception {
    catalogue();
    List<Exposure> exposed = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    node.handlers.put(
        "/v1/sets/set-1/exposures",
        exchange -> {
          if (exchange.getRequestMethod().equals("POST")) {
            exposed.add(Wire.json().read(exchange.getRequestBody().readAllBytes(), Exposure.class));
          } else {
            ended.add(exchange.getRequestURI().getQuery());
          }
          FakeNode.answer(exchange, 200, copies("set-1", Optional.empty(), Shop.DATA));
        });

    Typed typed = script("expose set-1 /mnt/x", "unexpose /mnt/one", "unexpose set-1@a:/data");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(exposed).containsExactly(new Exposure(Shop.DATA, "/mnt/x"));
    assertThat(ended).containsExactly("volume=a:/data", "volume=a:/data");
    assertThat(script("expose set-2 /mnt/x").err()).contains("expected one of the copies of");
    assertThat(script("unexpose /mnt/none").err()).contains("there is none");
  }
}
