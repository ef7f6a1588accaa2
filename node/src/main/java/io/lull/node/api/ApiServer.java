package io.lull.node.api;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.settings.ApiSettings;
import io.lull.cluster.config.settings.NodeAddress;
import io.lull.node.Inside;
import io.lull.node.metrics.Metrics;
import io.lull.node.stream.StreamsHere;
import io.lull.protocol.limit.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;

/**
 * Answers over HTTP for a node.
 *
 * @param address where, as a client writes it
 */
public record ApiServer(String address) {
  /** Of this program, as its jar says it. */
  public static final String VERSION =
      Optional.ofNullable(ApiServer.class.getPackage().getImplementationVersion())
          .orElse("unreleased");

  private static final Config SERVER =
      ConfigFactory.parseString(
          """
          pekko.http.server {
            server-header = ""
            remote-address-attribute = on
            linger-timeout = 1 s
            parsing {
              tls-session-info-header = on
              error-handler = "io.lull.node.api.ParsingProblems"
              error-logging-verbosity = off
              illegal-header-warnings = off
            }
          }
          """);
  private static final Duration REFRESH = Duration.ofSeconds(1);
  private static final Duration CLOSED = Duration.ofSeconds(2);

  /** Who may ask, and the token to be written down if it was made up for this life. */
  private record Known(People people, Optional<String> own) {}

  /**
   * Listens from now on, until the system ends.
   *
   * @param inside of a coordinator; another node answers only about itself
   * @param streams of a host
   * @return fails with a sentence for an administrator if it cannot
   */
  public static CompletionStage<ApiServer> start(
      ActorSystem<?> system,
      Optional<Inside> inside,
      Optional<StreamsHere> streams,
      Metrics metrics,
      Limits limits,
      ApiSettings settings,
      NodeAddress listen) {
    Known known;
    ServerBuilder builder;
    try {
      known = known(settings);
      builder = builder(system, settings, listen, known.people());
    } catch (IOException | GeneralSecurityException refused) {
      return CompletableFuture.failedStage(
          new IllegalStateException(
              "expected the files of lull.api to be good, but " + refused.getMessage(), refused));
    }
    Optional<IOException> taken = taken(listen);
    if (taken.isPresent()) {
      return CompletableFuture.failedStage(cannotListen(listen, taken.get()));
    }
    Route routes =
        inside
            .map(
                there ->
                    Api.routes(system, there, streams, metrics, limits, settings, known.people()))
            .orElseGet(() -> Api.ofHost(streams, metrics, known.people()));
    return builder
        .bindFlow(patient(settings, routes, system))
        .handle((binding, failure) -> bound(system, settings, listen, known, binding, failure));
  }

  private static ApiServer bound(
      ActorSystem<?> system,
      ApiSettings settings,
      NodeAddress listen,
      Known known,
      ServerBinding binding,
      Throwable failure) {
    if (failure != null) {
      throw cannotListen(listen, failure);
    }
    var _ = binding.addToCoordinatedShutdown(CLOSED, system);
    // Only now: where another node listens, it is the one whose token has to stay.
    known.own().ifPresent(token -> OwnToken.write(settings.ownToken(), token));
    system
        .scheduler()
        .scheduleWithFixedDelay(
            REFRESH,
            REFRESH,
            () -> Thread.startVirtualThread(known.people()::refresh),
            system.executionContext());
    return new ApiServer((settings.tls().isPresent() ? "https://" : "http://") + listen);
  }

  /** Why nobody can listen there. Asked first, because the server logs its failure as an error. */
  private static Optional<IOException> taken(NodeAddress listen) {
    try (ServerSocket _ =
        new ServerSocket(listen.port(), 1, InetAddress.getByName(listen.host()))) {
      return Optional.empty();
    } catch (IOException why) {
      return Optional.of(why);
    }
  }

  private static IllegalStateException cannotListen(NodeAddress listen, Throwable why) {
    return new IllegalStateException(
        "expected to answer on "
            + listen
            + " (lull.api.listen), but could not: somebody else listens there, or the address is"
            + " not of this machine",
        why);
  }

  private static Known known(ApiSettings settings) throws IOException {
    if (settings.tokens().isPresent()) {
      return new Known(People.of(settings.tokens().get()), Optional.empty());
    }
    String token = OwnToken.random();
    return new Known(People.own(token), Optional.of(token));
  }

  private static ServerBuilder builder(
      ActorSystem<?> system, ApiSettings settings, NodeAddress listen, People people)
      throws IOException, GeneralSecurityException {
    ServerBuilder builder =
        Http.get(system)
            .newServerAt(listen.host().replaceAll("[\\[\\]]", ""), listen.port())
            .withSettings(limited(system, settings));
    if (settings.tls().isEmpty()) {
      return builder;
    }
    ServerTls tls = new ServerTls(settings.tls().get(), System::nanoTime, people::haveCertificates);
    return builder.enableHttps(ConnectionContext.httpsServer(tls::engine));
  }

  private static ServerSettings limited(ActorSystem<?> system, ApiSettings settings) {
    ServerSettings all = ServerSettings.create(SERVER.withFallback(system.settings().config()));
    Duration longest = settings.patience().plus(Inputs.WAIT_MAX).plus(settings.patience());
    return all.withMaxConnections(settings.maxConnections())
        .withTimeouts(
            all.getTimeouts().withIdleTimeout(scala(longest)).withRequestTimeout(scala(longest)))
        .withParserSettings(all.getParserSettings().withMaxContentLength(settings.maxBody()));
  }

  private static scala.concurrent.duration.Duration scala(Duration time) {
    return scala.concurrent.duration.Duration.fromNanos(time.toNanos());
  }

  private static Flow<HttpRequest, HttpResponse, NotUsed> patient(
      ApiSettings settings, Route routes, ActorSystem<?> system) {
    var handler = routes.handler(system);
    return BidiFlow.fromGraph(new Patience(settings.patience()))
        .join(Flow.of(HttpRequest.class).mapAsync(1, handler));
  }
}
