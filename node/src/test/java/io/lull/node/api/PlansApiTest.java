package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionPhase;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.Copies;
import io.lull.wire.api.Forecast;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.PlanOutcome;
import io.lull.wire.api.Plans;
import io.lull.wire.api.RehearsalOrder;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sets;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of a real node, run over real sockets, with real programs and a real receiver. */
class PlansApiTest {
  private static final String SECRET = "s3cret";

  @TempDir static Path directory;
  private static final BlockingQueue<String> TOLD = new LinkedBlockingQueue<>();
  private static final AtomicInteger REFUSALS = new AtomicInteger();
  private static HttpServer receiver;
  private static ApiNode api;

  @BeforeAll
  static void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean refuse = REFUSALS.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
          if (!refuse) {
            TOLD.add(
                exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization")
                    + "\n"
                    + new String(body, UTF_8));
          }
          exchange.sendResponseHeaders(refuse ? 503 : 204, -1);
          exchange.close();
        });
    receiver.start();
    api = ApiNode.start(directory, plans());
  }

  private static String plans() {
    return """
    lull {
      writers.db.labels { tier = gold }
      writers.other { kind = test, components = "rest:/rest" }
      plans {
        everything {}
        gold { labels { tier = gold } }
        tin { labels { tier = tin } }
        missing { of = ["alone/nobody"] }
        around {
          of = ["alone/db"]
          before.command = [/bin/sh, -c, "env > %1$s/before"]
          after.command = [/bin/sh, -c, "env > %1$s/after"]
          notify.ops { webhook = "http://127.0.0.1:%2$d/%3$s", token = %3$s }
        }
        spent {
          of = ["alone/db"]
          context = auto-release
          after.command = [/bin/sh, -c, "env > %1$s/seen"]
        }
        broken-before {
          of = ["alone/db"]
          before.command = [/bin/sh, -c, "echo the dump is broken >&2; exit 7"]
          after.command = [/bin/sh, -c, "env > %1$s/after-broken"]
          notify.ops { when = failure, webhook = "http://127.0.0.1:%2$d/failed" }
        }
        broken-after {
          of = ["alone/db"]
          after.command = [/bin/false]
        }
        slow-before {
          of = ["alone/db"]
          before { command = [/bin/sleep, "1000"], limit = 100 ms }
        }
        untrusted { before.command = ["%1$s/program"] }
      }
    }
    """
        .formatted(directory, receiver.getAddress().getPort(), SECRET);
  }

  @AfterAll
  static void stop() {
    api.close();
    receiver.stop(0);
  }

  private static BackupOrder order(String plan) {
    return BackupOrder.of(Optional.of(plan));
  }

  private static SessionView run(String plan) throws Exception {
    return api.run(order(plan));
  }

  private static List<String> volumes(SessionView session) throws Exception {
    return api
        .get("/v1/sets/" + session.set().orElseThrow() + "/copies", Copies.class)
        .copies()
        .stream()
        .map(copy -> copy.snapshot().volume())
        .map(Volume::path)
        .toList();
  }

  private static PlanOutcome told() throws InterruptedException {
    String told = TOLD.poll(30, TimeUnit.SECONDS);
    assertThat(told).isNotNull();
    return Wire.json()
        .read(told.substring(told.indexOf('\n') + 1).getBytes(UTF_8), PlanOutcome.class);
  }

  @Test
  void plansAreShownWithoutTheirSecrets() throws Exception {
    HttpResponse<byte[]> all = api.get("/v1/plans");

    assertThat(Wire.json().read(all.body(), Plans.class).plans())
        .extracting(plan -> plan.name())
        .contains("around", "everything", "gold");
    assertThat(text(all)).contains("http://127.0.0.1").doesNotContain(SECRET, "env >");
    assertThat(text(api.get("/v1/plans/around"))).contains("/bin/sh").doesNotContain(SECRET);
    assertThat(problem(api.get("/v1/plans/arround"), 404).detail())
        .endsWith("did you mean around?");
  }

  @Test
  void aPlanThatNobodyKnowsBeginsNothing() throws Exception {
    assertThat(
            problem(api.post("/v1/backups", order("golt"), "Idempotency-Key", "golt"), 404)
                .detail())
        .endsWith("did you mean gold?");
  }

  @Test
  void aPlanPicksByLabelAndWhatIsSaidBesideItReplacesThat() throws Exception {
    assertThat(api.get("/v1/hosts", HostViews.class).hosts().getFirst().writers())
        .extracting(writer -> writer.labels().toString())
        .containsExactly("{tier=gold}", "{}");
    assertThat(volumes(run("gold"))).containsExactly("/data");
    assertThat(volumes(run("everything"))).containsExactly("/data", "/rest");

    BackupOrder other =
        new BackupOrder(
            Optional.of("gold"),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(List.of(new Volume(new HostId("alone"), "/more"))),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Grade.CRASH),
            Optional.empty());
    assertThat(volumes(api.run(other))).containsExactly("/more");
  }

  @Test
  void aPlanThatPicksNothingOrMissesSomethingSaysSo() throws Exception {
    assertThat(run("tin").failure())
        .contains(
            Fault.of(Failure.OBJECT_NOT_FOUND, "expected something to be picked, but nothing is"));
    assertThat(run("missing").failure().orElseThrow().detail()).contains("'alone/nobody'");
  }

  @Test
  void programsAreRunAroundItAndTheReceiverIsToldAlsoIfItIsDeafAtFirst() throws Exception {
    REFUSALS.set(1);

    SessionView session = run("around");

    assertThat(session.grade()).as("%s", session.failure()).contains(Grade.APPLICATION);
    assertThat(directory.resolve("before"))
        .content()
        .contains("LULL_PLAN=around", "LULL_SESSION=" + session.session())
        .doesNotContain("HOME=", "LULL_SET");
    assertThat(directory.resolve("after"))
        .content()
        .contains(
            "LULL_OUTCOME=created",
            "LULL_SET=" + session.set().orElseThrow(),
            "LULL_GRADE=APPLICATION",
            "LULL_EXIT=0",
            "LULL_COPIES=1",
            "LULL_VOLUME_0=alone:/data");
    String told = TOLD.poll(30, TimeUnit.SECONDS);
    assertThat(told).startsWith("/" + SECRET + " Bearer " + SECRET + "\n");
    PlanOutcome outcome =
        Wire.json().read(told.substring(told.indexOf('\n')).getBytes(UTF_8), PlanOutcome.class);
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.session()).isEqualTo(session.session());
  }

  @Test
  void aSetThatEndsWithItsSessionIsThereForTheProgramAfterIt() throws Exception {
    SessionView session = run("spent");

    assertThat(session.failure()).isEmpty();
    assertThat(directory.resolve("seen")).content().contains("LULL_COPIES=1");
    assertThat(api.get("/v1/sets/" + session.set().orElseThrow(), CatalogueEntry.class).state())
        .isEqualTo(SetState.DELETED);
  }

  @Test
  void aProgramThatFailsBeforeItMeansThatNothingIsBegun() throws Exception {
    SessionView session = run("broken-before");

    assertThat(session.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(session.set()).isEmpty();
    assertThat(session.writers()).isEmpty();
    Fault fault = session.failure().orElseThrow();
    assertThat(fault.failure()).isEqualTo(Failure.COMMAND_FAILED);
    assertThat(fault.detail()).contains("status 7: the dump is broken");
    assertThat(directory.resolve("after-broken"))
        .content()
        .contains("LULL_OUTCOME=failed", "LULL_FAILURE=L-405", "LULL_EXIT=1");
    assertThat(told().failure()).contains(fault);
  }

  @Test
  void aProgramThatFailsAfterItIsAFailureOfThePlanAndTheSetStays() throws Exception {
    SessionView session = run("broken-after");

    assertThat(session.failure().orElseThrow().detail()).contains("/bin/false to succeed");
    assertThat(session.grade()).contains(Grade.APPLICATION);
    assertThat(volumes(session)).containsExactly("/data");
  }

  @Test
  void aProgramHasItsTimeAndNoMore() throws Exception {
    assertThat(run("slow-before").failure().orElseThrow().detail())
        .contains("/bin/sleep to end within PT0.1S");
  }

  @Test
  void aProgramThatOthersCouldChangeIsNotRun() throws Exception {
    Path program = directory.resolve("program");
    Files.writeString(program, "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(run("untrusted").failure().orElseThrow().detail())
        .contains("others than its owner can write");
  }

  @Test
  void aRehearsalHoldsEverybodyAndLeavesNothingButItsForecast() throws Exception {
    Scrape before = Scrape.of(text(api.get("/metrics")));
    HttpResponse<byte[]> ordered =
        api.post(
            "/v1/rehearsals",
            new RehearsalOrder("everything"),
            "Idempotency-Key",
            UUID.randomUUID().toString());
    assertThat(ordered.statusCode()).as(text(ordered)).isEqualTo(201);

    SessionView session = api.over(ordered);
    assertThat(session.failure()).isEmpty();
    assertThat(session.set()).isEmpty();
    assertThat(session.unconfirmed()).isEmpty();
    Forecast forecast = api.get("/v1/sessions/" + session.session() + "/forecast", Forecast.class);
    assertThat(forecast.shortfall()).isEmpty();
    assertThat(forecast.writers())
        .extracting(stand -> stand.writer() + " " + stand.fits())
        .containsExactly("alone/db true", "alone/other true");
    assertThat(forecast.writers())
        .allSatisfy(stand -> assertThat(stand.measured().orElseThrow()).isPositive());
    assertThat(api.get("/v1/sets", Sets.class).sets())
        .noneSatisfy(set -> assertThat(set.session()).isEqualTo(session.session()));
    Scrape scrape = Scrape.of(text(api.get("/metrics")));
    assertThat(scrape.value("lull_sessions_total", "outcome", "rehearsed", "grade", "none"))
        .isOne();
    assertThat(scrape.value("lull_aborts_total", "cause", "aborted_by_requester"))
        .isEqualTo(before.value("lull_aborts_total", "cause", "aborted_by_requester"));
  }

  @Test
  void aRehearsalIsNoBackupAndABackupNone() throws Exception {
    problem(
        api.post("/v1/rehearsals", new RehearsalOrder("nothing"), "Idempotency-Key", "of-nothing"),
        404);
    BackupOrder disguised =
        new BackupOrder(
            Optional.of("gold"),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            Optional.of(SessionContext.REHEARSAL),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    problem(api.post("/v1/backups", disguised, "Idempotency-Key", "disguised"), 422);
    SessionView backup = run("gold");
    problem(api.get("/v1/sessions/" + backup.session() + "/forecast"), 404);
  }
}
