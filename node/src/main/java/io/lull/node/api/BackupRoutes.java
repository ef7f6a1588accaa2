package io.lull.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import io.lull.cluster.config.log.Subject;
import io.lull.cluster.config.settings.ApiSettings;
import io.lull.cluster.config.settings.PlanSettings;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Choice;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Opened;
import io.lull.coordinator.client.RefusedException;
import io.lull.node.Inside;
import io.lull.node.plan.PlanRuns;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.RehearsalOrder;
import io.lull.wire.api.SessionView;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole backups that this node runs for whoever orders them. */
final class BackupRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRoutes.class);
  private static final String KEY = "Idempotency-Key";
  private static final int KEY_MAX = 255;
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final Inside inside;
  private final Limits limits;
  private final ApiSettings settings;
  private final Reads reads;
  private final Orders orders;
  private final PlanRuns plans;

  BackupRoutes(Inside inside, Limits limits, ApiSettings settings, Reads reads, Orders orders) {
    this.inside = inside;
    this.limits = limits;
    this.settings = settings;
    this.reads = reads;
    this.orders = orders;
    this.plans = new PlanRuns(inside);
  }

  Route of(Principal principal) {
    return concat(
        path("backups", () -> ordered(principal, BackupOrder.class, this::work)),
        path("rehearsals", () -> ordered(principal, RehearsalOrder.class, this::rehearsed)));
  }

  private <O> Route ordered(Principal principal, Class<O> type, Function<O, Work> work) {
    return post(
        () ->
            Gate.needs(
                ApiRole.OPERATOR,
                principal,
                () -> extractRequest(request -> order(session(principal, request), type, work))));
  }

  /** The same for the same key of the same person, on any node and at any time. */
  static SessionId session(Principal principal, HttpRequest request) {
    String key =
        request
            .getHeader(KEY)
            .map(header -> header.value())
            .filter(text -> !text.isBlank() && text.length() <= KEY_MAX)
            .orElseThrow(
                () ->
                    RefusedRequest.of(
                        Failure.INVALID_ARGUMENT,
                        "a header " + KEY + " of 1 to " + KEY_MAX + " characters",
                        "there is none"));
    ByteBuffer hash = ByteBuffer.wrap(sha256((principal.name() + "\n" + key).getBytes(UTF_8)));
    return new SessionId("s-" + new UUID(hash.getLong(), hash.getLong()));
  }

  private <O> Route order(SessionId session, Class<O> type, Function<O, Work> work) {
    return Inputs.body(
        settings,
        type,
        order ->
            Answers.later(
                run(session, Wire.json().write(order), work.apply(order)), Function.identity()));
  }

  /** What a session is begun with, and what is done in it then, of which something comes. */
  private record Work(
      Policy policy, BiFunction<Opened, Consumer<Throwable>, CompletionStage<String>> run) {}

  private CompletionStage<HttpResponse> run(SessionId session, byte[] order, Work work) {
    String digest = HexFormat.of().formatHex(sha256(order));
    return reads
        .read(() -> inside.chronicle().session(session))
        .thenCompose(
            known -> {
              if (known.isPresent()) {
                orders.compare(session, digest);
                return CompletableFuture.completedStage(OK);
              }
              orders.take(session, digest);
              return begin(session, work);
            })
        .thenCompose(status -> reads.read(() -> answer(status, session)));
  }

  private CompletionStage<Integer> begin(SessionId session, Work work) {
    return inside
        .client()
        .begin(work.policy(), session)
        .thenApply(
            opened -> {
              goOn(opened, work);
              return CREATED;
            })
        .exceptionally(failure -> begunElsewhere(session, failure));
  }

  /** The order is under way; nobody waits for its end but whoever looks. */
  private void goOn(Opened opened, Work work) {
    var _ =
        work.run()
            // Noted while the session still goes on: who waits for its end wants to know why.
            .apply(opened, failure -> orders.failed(opened.session(), failure))
            .whenComplete(
                (came, failure) -> {
                  if (failure != null) {
                    orders.failed(opened.session(), failure);
                    Subject.of(opened.session())
                        .log(() -> LOG.warn("An order failed: {}", failure.getMessage()));
                  } else {
                    Subject.of(opened.session()).log(() -> LOG.info("An order {}", came));
                  }
                });
  }

  /** The same order came at the same time, here or to another node. */
  private int begunElsewhere(SessionId session, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RefusedException refused
        && refused.fault().failure() == Failure.BAD_STATE) {
      return OK;
    }
    orders.forget(session);
    throw new CompletionException(cause);
  }

  private HttpResponse answer(int status, SessionId session) {
    SessionView view =
        orders.completed(
            inside.chronicle().session(session).orElseThrow(() -> SessionRoutes.unknown(session)));
    return Audit.about(
        "session=" + session,
        SessionRoutes.versioned(status, view)
            .addHeader(RawHeader.create("Location", "/v1/sessions/" + session)));
  }

  private Policy policy(BackupOrder order) {
    Grade least = context(order).writers() ? Grade.APPLICATION : Grade.CRASH;
    return new Policy(limits, order.lowest().orElse(least), true);
  }

  private Work work(BackupOrder order) {
    if (order.context().equals(Optional.of(SessionContext.REHEARSAL))) {
      throw RefusedRequest.of(
          Failure.UNSUPPORTED_CONTEXT,
          "a context of which a set comes",
          "it is that of a rehearsal; order one at /v1/rehearsals");
    }
    return order.plan().map(plan -> planned(plan, order)).orElseGet(() -> ordered(order));
  }

  private Work planned(String name, BackupOrder order) {
    PlanSettings plan = PlanRoutes.named(inside, name);
    return new Work(
        PlanRuns.policy(plan, order),
        (opened, failed) -> plans.run(plan, order, opened, failed).thenApply(BackupRoutes::told));
  }

  private Work rehearsed(RehearsalOrder order) {
    PlanSettings plan = PlanRoutes.named(inside, order.plan());
    return new Work(
        PlanRuns.policy(plan, PlanRuns.AS_THE_PLAN_SAYS),
        (opened, failed) -> plans.rehearse(plan, opened, failed).thenApply(_ -> "was a rehearsal"));
  }

  private static String told(Created created) {
    return "took " + created.certificate().set() + ": " + created.grade();
  }

  private Work ordered(BackupOrder order) {
    Policy policy = policy(order);
    Backup backup = backup(policy, order);
    return new Work(
        policy,
        (opened, failed) ->
            backup
                .run(
                    opened,
                    failure -> {
                      failed.accept(failure);
                      return CompletableFuture.completedStage(null);
                    })
                .thenApply(BackupRoutes::told));
  }

  private static Backup backup(Policy policy, BackupOrder order) {
    return new Backup(
        policy,
        order.type().orElse(BackupType.COPY),
        new Choice(order.writers(), order.components()),
        order.volumes(),
        Optional.of(context(order)),
        order.provider(),
        created -> stored(order, created));
  }

  private static SessionContext context(BackupOrder order) {
    return order.context().orElse(SessionContext.CLIENT_ACCESSIBLE_WRITERS);
  }

  /**
   * A set that stays is the backup, if the order says what part of the data it is to be. Without
   * that it is a copy beside the backups that there are, and no writer may throw away a log for it.
   */
  private static CompletionStage<Set<ComponentId>> stored(BackupOrder order, Created created) {
    return CompletableFuture.completedStage(
        order.type().isPresent() && context(order).persistent() ? created.chosen() : Set.of());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
