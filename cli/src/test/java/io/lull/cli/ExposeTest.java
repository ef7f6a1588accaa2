package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.Exposure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposeTest {
  private static final SetId SET = new SetId("set-1");
  private static final String EXPOSURES = "/v1/sets/set-1/exposures";

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();
  private final List<Exposure> asked = new ArrayList<>();

  @AfterEach
  void close() {
    node.close();
  }

  private static Copies copies(Optional<String> exposed, String... volumes) {
    return new Copies(
        SET,
        Stream.of(volumes)
            .map(
                volume ->
                    new CopyView(
                        new SnapshotId(SET, new Volume(FakeNode.HOST, volume)),
                        new ProviderId(FakeNode.HOST, "lvm"),
                        Optional.of("/copies" + volume),
                        exposed))
            .toList());
  }

  /** A node whose set has copies of these, and that says where the last one was wanted. */
  private void has(String... volumes) {
    node.values.put("/v1/sets/set-1/copies", copies(Optional.empty(), volumes));
    node.handlers.put(
        EXPOSURES,
        exchange -> {
          if (exchange.getRequestMethod().equals("POST")) {
            asked.add(Wire.json().read(exchange.getRequestBody().readAllBytes(), Exposure.class));
          }
          Optional<String> where =
              exchange.getRequestMethod().equals("POST")
                  ? Optional.of(asked.getLast().path())
                  : Optional.empty();
          FakeNode.answer(exchange, 200, copies(where, volumes));
        });
  }

  @Test
  void the_only_copy_of_a_set_needs_no_name() {
    has("/data");

    Typed typed = Typed.at(node, directory, "expose", "set-1", "/mnt/a b");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(asked).containsExactly(new Exposure(new Volume(FakeNode.HOST, "/data"), "/mnt/a b"));
    assertThat(typed.out()).contains("EXPOSED AT", "a:/data  a/lvm     /copies/data  /mnt/a b");
  }

  @Test
  void of_several_copies_one_has_to_be_named() {
    has("/data", "/logs");

    Typed unnamed = Typed.at(node, directory, "expose", "set-1", "/mnt");
    Typed named = Typed.at(node, directory, "expose", "set-1", "--copy", "a:/logs", "/mnt");

    assertThat(unnamed.exit()).isEqualTo(2);
    assertThat(unnamed.err()).contains("--copy with one of [a:/data, a:/logs]");
    assertThat(named.exit()).as(named.err()).isZero();
    assertThat(asked).containsExactly(new Exposure(new Volume(FakeNode.HOST, "/logs"), "/mnt"));
  }

  @Test
  void a_relative_path_is_one_of_the_machine_that_both_are_on() {
    has("/data");

    Typed.at(node, directory, "expose", "set-1", "x/../place");

    assertThat(asked).extracting(Exposure::path).containsExactly(directory + "/place");
  }

  @Test
  void all_copies_are_taken_away_or_one() {
    has("/data", "/l o&gs");

    assertThat(Typed.at(node, directory, "unexpose", "set-1").exit()).isZero();
    assertThat(Typed.at(node, directory, "unexpose", "set-1", "--copy", "a:/l o&gs").exit())
        .isZero();

    assertThat(node.requests)
        .containsExactly("DELETE " + EXPOSURES, "DELETE " + EXPOSURES + "?volume=a%3A%2Fl+o%26gs");
  }

  @Test
  void what_somebody_uses_is_told_with_what_to_do() {
    node.handlers.put(
        EXPOSURES,
        exchange ->
            FakeNode.refuse(exchange, Fault.of(Failure.BAD_STATE, "expected nobody to use it")));

    Typed typed = Typed.at(node, directory, "unexpose", "set-1");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("expected nobody to use it", "Leave that directory");
  }

  @Test
  void a_path_that_no_copy_can_be_at_is_never_asked_for() {
    has("/data");

    assertThat(Typed.at(node, directory, "expose", "set-1", "/mnt//x").exit()).isEqualTo(2);
    assertThat(asked).isEmpty();
  }
}
