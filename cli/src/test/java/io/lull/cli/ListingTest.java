package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.catalogue.Verified;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.Verification;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.WriterState;
import io.lull.wire.Wire;
import io.lull.wire.api.HostView;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.ProviderView;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.RestoreViews;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sessions;
import io.lull.wire.api.Sets;
import io.lull.wire.api.WriterView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class ListingTest {
  static final Instant AT = Instant.parse("2026-11-22T04:05:06Z");
  private static final HostViews HOSTS =
      new HostViews(
          List.of(
              new HostView(
                  FakeNode.HOST,
                  Incarnation.FIRST,
                  List.of(
                      new WriterView(
                          new WriterId(FakeNode.HOST, "shop"),
                          Incarnation.FIRST,
                          WriterState.WAITING_FOR_THAW,
                          Optional.of(Duration.ofMillis(4321)),
                          17,
                          Optional.of(Duration.ofNanos(12_340_000)),
                          Optional.of(Fault.of(Failure.WRITER_TIMEOUT, "it slept")),
                          Optional.of(AT),
                          new TreeMap<>(Map.of("tier", "gold")))),
                  List.of(
                      new ProviderView(
                          new ProviderId(FakeNode.HOST, "copy"),
                          Incarnation.FIRST,
                          ProviderKind.SYSTEM,
                          Cut.GRADUAL,
                          3,
                          Optional.empty(),
                          Optional.empty())))),
          new TreeSet<>(List.of(new HostId("b"))));

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  static SessionView session(SessionPhase phase, boolean over, Optional<Fault> failure) {
    return new SessionView(
        new SessionId("s-1"),
        42,
        phase,
        over,
        Epoch.FIRST,
        Grade.CRASH,
        AT,
        AT,
        Optional.of(new SetId("set-1")),
        Optional.of(Grade.APPLICATION),
        failure,
        new TreeSet<>(),
        new TreeSet<>());
  }

  @Test
  void writers_show_state_last_error_hold_and_lease() {
    node.values.put("/v1/hosts", HOSTS);

    Typed typed = Typed.at(node, directory, "writers");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out())
        .isEqualTo(
            """
            WRITER  STATE             HOLDS  P99 HOLD  LEASE LEFT  SINCE                 LAST ERROR
            a/shop  WAITING_FOR_THAW  17     12.3 ms   4321.0 ms   2026-11-22 04:05:06Z  V-024 WRITER_TIMEOUT: it slept
            No answer in time from: b
            """);
  }

  @Test
  void providers_show_how_they_copy() {
    node.values.put("/v1/hosts", HOSTS);

    assertThat(Typed.at(node, directory, "providers").out())
        .contains("a/copy    SYSTEM  GRADUAL  3     -      none");
  }

  @Test
  void json_is_the_wire_form_and_yaml_means_the_same() {
    node.values.put("/v1/hosts", HOSTS);

    String json = Typed.at(node, directory, "writers", "-o", "json").out();
    String yaml = Typed.at(node, directory, "writers", "-o", "yaml").out();

    assertThat(Wire.json().read(json.getBytes(StandardCharsets.UTF_8), HostViews.class))
        .isEqualTo(HOSTS);
    // What is JSON is YAML, so that one reader can compare both.
    Object read = new Yaml().load(yaml);
    assertThat(read).isEqualTo(new Yaml().load(json));
  }

  @Test
  void sessions_ask_for_what_was_asked_for() {
    node.values.put(
        "/v1/sessions",
        new Sessions(List.of(session(SessionPhase.RELEASED, true, Optional.empty()))));

    Typed typed = Typed.at(node, directory, "sessions", "--open", "--limit", "7");

    assertThat(typed.out()).contains("s-1      RELEASED", "APPLICATION", "ok");
    assertThat(node.requests).containsExactly("GET /v1/sessions?limit=7&open=true");
  }

  private static RestoreView restore(
      String id, FileRestoreStatus status, Map<WriterId, Fault> failures, Optional<Fault> end) {
    ComponentId orders = new ComponentId(new WriterId(FakeNode.HOST, "shop"), "orders");
    return new RestoreView(
        new SessionId(id),
        9,
        RestorePhase.RELEASED,
        true,
        Epoch.FIRST,
        AT,
        AT,
        Optional.of(new SetId("set-1")),
        Map.of(orders, status),
        failures,
        end);
  }

  @Test
  void restores_say_what_became_of_each() {
    Fault runs = Fault.of(Failure.WRITER_NON_RETRYABLE, "its process 7 runs");
    node.values.put(
        "/v1/restores",
        new RestoreViews(
            List.of(
                restore("r-good", FileRestoreStatus.ALL, Map.of(), Optional.empty()),
                restore("r-damaged", FileRestoreStatus.FAILED, Map.of(), Optional.empty()),
                restore("r-nothing", FileRestoreStatus.NONE, Map.of(), Optional.empty()),
                restore(
                    "r-refused",
                    FileRestoreStatus.NONE,
                    Map.of(new WriterId(FakeNode.HOST, "shop"), runs),
                    Optional.empty()),
                restore(
                    "r-lost",
                    FileRestoreStatus.UNDEFINED,
                    Map.of(),
                    Optional.of(Fault.of(Failure.REQUESTER_LOST, "silent"))))));

    Typed typed = Typed.at(node, directory, "restores", "--limit", "7");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(node.requests).containsExactly("GET /v1/restores?limit=7");
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")).toList())
        .containsExactly(
            "RESTORE PHASE BEGAN SET COMPONENTS RESULT",
            "r-good RELEASED 2026-11-22 04:05:06Z set-1 1 ok",
            "r-damaged RELEASED 2026-11-22 04:05:06Z set-1 1 DAMAGED: [a/shop#orders]",
            "r-nothing RELEASED 2026-11-22 04:05:06Z set-1 1 NOT BACK",
            "r-refused RELEASED 2026-11-22 04:05:06Z set-1 1 {a/shop=" + runs + "}",
            "r-lost RELEASED 2026-11-22 04:05:06Z set-1 1 "
                + Fault.of(Failure.REQUESTER_LOST, "silent"));
  }

  @Test
  void sets_show_the_catalogue() {
    node.values.put(
        "/v1/sets",
        new Sets(
            List.of(
                new CatalogueEntry(
                    new SetId("set-1"),
                    new SessionId("s-1"),
                    SetState.FAILED,
                    AT,
                    Optional.empty(),
                    new TreeMap<>(
                        Map.of(
                            new Volume(FakeNode.HOST, "/data"),
                            new ProviderId(FakeNode.HOST, "lvm"))),
                    new TreeSet<>(),
                    Optional.empty(),
                    Optional.of(Fault.of(Failure.HOLD_LAPSED, "too slow")),
                    Optional.empty(),
                    Optional.empty()))));

    assertThat(Typed.at(node, directory, "sets").out())
        .contains(
            "set-1  FAILED  -", "1       -       -         s-1      L-102 HOLD_LAPSED: too slow");
  }

  @Test
  void sets_show_when_they_were_created_and_what_was_said_of_them_since() {
    node.values.put(
        "/v1/sets",
        new Sets(
            List.of(
                standing("set-2", Optional.of("audit"), Optional.of(true)),
                standing("set-3", Optional.empty(), Optional.of(false), "/logs"))));

    assertThat(
            Typed.at(node, directory, "sets")
                .out()
                .lines()
                .map(line -> line.replaceAll(" +", " "))
                .toList())
        .containsExactly(
            "SET STATE GRADE CREATED COPIES PINNED VERIFIED SESSION FAILURE",
            "set-2 CERTIFIED CRASH 2026-11-22 04:05:06Z 2 pinned good s-1 -",
            "set-3 CERTIFIED CRASH 2026-11-22 04:05:06Z 2 (1 may go) - bad s-1 -");
    assertThat(Typed.at(node, directory, "sets", "-o", "json").out())
        .contains("\"pinned\":\"audit\"", "\"created\":\"", "\"good\":false");
  }

  private static CatalogueEntry standing(
      String set, Optional<String> pinned, Optional<Boolean> good, String... leaving) {
    return new CatalogueEntry(
        new SetId(set),
        new SessionId("s-1"),
        SetState.CERTIFIED,
        AT.plusSeconds(1000),
        Optional.of(AT),
        Sorted.valued(volumes("/data", "/logs"), new ProviderId(FakeNode.HOST, "lvm")),
        volumes(leaving),
        Optional.of(Grade.CRASH),
        Optional.empty(),
        pinned,
        good.map(well -> new Verified(AT, new Verification(well, "all of it"))));
  }

  private static SortedSet<Volume> volumes(String... paths) {
    return Stream.of(paths)
        .map(path -> new Volume(FakeNode.HOST, path))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void a_token_is_sent_and_never_shown() throws Exception {
    Files.writeString(directory.resolve("token"), "very-secret\n");
    node.handlers.put("*", exchange -> FakeNode.answer(exchange, 403, "no"));

    Typed typed = Typed.at(node, directory, "sets", "--token-file", "token");

    assertThat(typed.exit()).isEqualTo(4);
    assertThat(node.tokens).containsExactly("Bearer very-secret");
    assertThat(typed.err()).doesNotContain("very-secret");
  }
}
