package io.lull.protocol.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * There are {@code db1/pg} (gold; orders on /pg, and orders/archive on /old), {@code db1/files} (on
 * /srv), {@code web/files} (gold and edge; on /www), and {@code web/dead}, which cannot say what it
 * has.
 */
class SelectorTest {
  private static final HostId DB = new HostId("db1");
  private static final HostId WEB = new HostId("web");
  private static final WriterId PG = new WriterId(DB, "pg");
  private static final WriterId DB_FILES = new WriterId(DB, "files");
  private static final WriterId WEB_FILES = new WriterId(WEB, "files");
  private static final WriterId DEAD = new WriterId(WEB, "dead");

  private static final Offer ALL =
      new Offer(
          List.of(
              writer(
                  PG, part(PG, "orders", true, "/pg"), part(PG, "orders/archive", false, "/old")),
              writer(DB_FILES, part(DB_FILES, "files", true, "/srv")),
              writer(WEB_FILES, part(WEB_FILES, "files", true, "/www"))),
          Sorted.map(Map.of()),
          Sorted.map(
              Map.of(
                  PG, labels("tier=gold"),
                  DB_FILES, labels(""),
                  WEB_FILES, labels("tier=gold;zone=edge"))),
          List.of(
              new ProviderId(DB, "lvm"), new ProviderId(DB, "copy"), new ProviderId(WEB, "zfs")));

  private static final Offer WITH_A_DEAD_ONE =
      new Offer(
          ALL.writers(),
          Sorted.map(Map.of(DEAD, Fault.of(Failure.WRITER_NOT_RESPONDING, "it is silent"))),
          ALL.labels(),
          ALL.providers());

  private static WriterMetadata writer(WriterId id, Component... components) {
    return new WriterMetadata(
        id,
        WriterLevel.BACK_END,
        Duration.ofSeconds(30),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.STOP_RESTORE_START,
        List.of(components),
        List.of());
  }

  private static Component part(WriterId writer, String path, boolean selectable, String volume) {
    return new Component(
        new ComponentId(writer, path), Set.of(new Volume(writer.host(), volume)), selectable, true);
  }

  private static SortedMap<String, String> labels(String text) {
    return Sorted.map(
        words(text)
            .map(one -> one.split("=", 2))
            .collect(Collectors.toMap(one -> one[0], one -> one[1])));
  }

  private static Stream<String> words(String text) {
    return Arrays.stream((text == null ? "" : text).split("[ ;]+")).filter(w -> !w.isEmpty());
  }

  private static Selector selector(String labels, String include, String exclude, String prefer) {
    return new Selector(labels(labels), patterns(include), patterns(exclude), patterns(prefer));
  }

  private static List<NamePattern> patterns(String text) {
    return words(text).map(NamePattern::new).toList();
  }

  private static String shown(Pick pick) {
    return pick.declined()
        .map(Fault::toString)
        .orElseGet(
            () ->
                Stream.concat(pick.components().stream(), pick.volumes().keySet().stream())
                    .map(Object::toString)
                    .collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // labels | include | exclude | picked
        "          |                         |            | db1/files#files db1/pg#orders"
            + " web/files#files db1:/old db1:/pg db1:/srv web:/www",
        "tier=gold |                         |            | db1/pg#orders web/files#files db1:/old"
            + " db1:/pg web:/www",
        "tier=gold;zone=edge |               |            | web/files#files web:/www",
        "          | db1/pg                  |            | db1/pg#orders db1:/old db1:/pg",
        "          | */files                 |            | db1/files#files web/files#files"
            + " db1:/srv web:/www",
        "          | db1/*                   | db1/f???s  | db1/pg#orders db1:/old db1:/pg",
        "          | web/files#files         |            | web/files#files web:/www",
        "          | */*                     | */*#files | db1/pg#orders db1:/old db1:/pg",
        "tier=gold | db1/*                   |            | db1/pg#orders db1:/old db1:/pg",
        // Named volumes bring those writers along whose data lies there and nowhere else.
        "          | db1:/srv                |            | db1/files#files db1:/srv",
        "          | db1:/srv                | db1/files  | db1:/srv",
        "          | web:/elsewhere          |            | web:/elsewhere",
        "          | db1/pg web:/elsewhere   |            | db1/pg#orders db1:/old db1:/pg"
            + " web:/elsewhere",
        "tier=gold | web:/elsewhere          |            | db1/pg#orders web/files#files db1:/old"
            + " db1:/pg web:/elsewhere web:/www",
        // A volume that is left out takes with it what would be half a copy.
        "          |                         | db1:/srv   | db1/pg#orders web/files#files db1:/old"
            + " db1:/pg web:/www",
        "          | */files                 | web:/**    | db1/files#files db1:/srv",
      })
  void picks(String labels, String include, String exclude, String picked) {
    assertThat(shown(selector(labels, include, exclude, "").pick(ALL))).isEqualTo(picked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "          | db1/mysql       |          | V-003 OBJECT_NOT_FOUND: expected 'db1/mysql' to"
            + " name something that can be picked, but it names nothing",
        "          | db1/pg db9/*    |          | V-003 OBJECT_NOT_FOUND: expected 'db9/*' to name"
            + " something that can be picked, but it names nothing",
        "          | db1/pg#nothing  |          | V-003 OBJECT_NOT_FOUND: expected 'db1/pg#nothing'"
            + " to name something that can be picked, but it names nothing",
        // What comes along only with something else cannot be picked by itself.
        "          | db1/pg#orders/archive |    | V-003 OBJECT_NOT_FOUND: expected"
            + " 'db1/pg#orders/archive' to name something that can be picked, but it names nothing",
        "tier=tin  |                 |          | V-003 OBJECT_NOT_FOUND: expected something to be"
            + " picked, but nothing is",
        "tier=gold | db1/files       |          | V-003 OBJECT_NOT_FOUND: expected 'db1/files' to"
            + " name something that can be picked, but it names nothing that carries {tier=gold}",
        "          | db1/*           | db1/*    | V-003 OBJECT_NOT_FOUND: expected something to be"
            + " picked, but nothing is",
        "          | db1:/srv        | db1:/*   | V-003 OBJECT_NOT_FOUND: expected something to be"
            + " picked, but nothing is",
        "          | db1/pg          | db1/pg#orders/archive | V-019 INVALID_ARGUMENT: expected"
            + " what is left out to be separate from what is picked, but db1/pg#orders/archive"
            + " comes along with db1/pg#orders",
        "          | db1/pg          | db1:/old | V-019 INVALID_ARGUMENT: expected what is left out"
            + " to be separate from what is picked, but db1/pg#orders/archive comes along with"
            + " db1/pg#orders",
      })
  void declines(String labels, String include, String exclude, String why) {
    assertThat(shown(selector(labels, include, exclude, "").pick(ALL))).isEqualTo(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "          |            |          | declined",
        "          | web/*      |          | declined",
        "          | web/dead   |          | declined",
        "          | web/dead#x |          | declined",
        "          | web/*      | web/dead | picked",
        "          | db1/*      |          | picked",
        "tier=gold |            |          | picked",
        "          | web:/www   |          | picked",
      })
  void a_writer_that_cannot_say_what_it_has_is_missed_if_it_is_meant(
      String labels, String include, String exclude, String outcome) {
    Pick pick = selector(labels, include, exclude, "").pick(WITH_A_DEAD_ONE);

    if (outcome.equals("picked")) {
      assertThat(pick.declined()).isEmpty();
    } else {
      assertThat(shown(pick))
          .isEqualTo(
              "V-029 WRITER_NOT_RESPONDING: expected web/dead to say what it has, but it is"
                  + " silent");
    }
  }

  @Test
  void providers_are_tried_in_the_order_of_the_preference_and_on_their_own_host_only() {
    Pick pick = selector("", "db1/files web/files", "", "*/copy **/lvm").pick(ALL);

    assertThat(pick.volumes())
        .containsExactly(
            Map.entry(
                new Volume(DB, "/srv"),
                List.of(new ProviderId(DB, "copy"), new ProviderId(DB, "lvm"))),
            Map.entry(new Volume(WEB, "/www"), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "db1", "/pg", "db1/", "db1:srv", "db1:", "#x", "db1/p\ng", "**"})
  void what_has_no_form_is_no_pattern(String text) {
    assertThatThrownBy(() -> new NamePattern(text)).hasMessageContaining("expected HOST/WRITER");
  }

  @Test
  void a_volume_is_included_by_its_whole_name() {
    assertThatThrownBy(() -> selector("", "db1:/srv/*", "", ""))
        .hasMessage("expected a volume by its whole name, but got 'db1:/srv/*'");
  }
}
