package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEndOrSingleSlash;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.reject;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The dashboard: a page and what it needs, the same for everybody; what it shows it asks the API
 * for, with the token of whoever looks at it.
 */
final class Page {
  private static final int NOT_MODIFIED = 304;
  private static final Map<String, ContentType> TYPES =
      Map.of(
          "html", ContentTypes.parse("text/html; charset=UTF-8"),
          "css", ContentTypes.parse("text/css; charset=UTF-8"),
          "js", ContentTypes.parse("text/javascript; charset=UTF-8"),
          "svg", ContentTypes.parse("image/svg+xml"));
  private static final List<String> ASSETS =
      List.of(
          "style.css",
          "app.js",
          "api.js",
          "dom.js",
          "words.js",
          "gantt.js",
          "moments.js",
          "sessions.js",
          "detail.js",
          "operations.js",
          "operation.js",
          "problem.js",
          "told.js",
          "sets.js",
          "hosts.js",
          "dialog.js",
          "icon.svg");

  /** Nothing but what this node serves runs or is loaded, and nobody puts the page into his. */
  private static final List<HttpHeader> SAFE =
      List.of(
          RawHeader.create(
              "Content-Security-Policy",
              "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"));

  /** One file of it; it changes only with the program. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Asset(ContentType type, byte[] content, String tag) {}

  private final Asset page = asset("index.html");
  private final Map<String, Asset> assets =
      ASSETS.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Page::asset));

  Route routes() {
    return concat(
        pathEndOrSingleSlash(() -> get(() -> complete(answer(page, "no-store")))),
        pathPrefix(
            "page", () -> path(segment(), name -> get(() -> extractRequest(r -> part(name, r))))));
  }

  private Route part(String name, HttpRequest request) {
    Asset asset = assets.get(name);
    if (asset == null) {
      return reject();
    }
    // Asked for again each time, so that page and parts are always of one version.
    HttpResponse answer = answer(asset, "no-cache");
    boolean known =
        request.getHeader("If-None-Match").map(HttpHeader::value).equals(Optional.of(asset.tag()));
    return complete(
        known ? answer.withEntity(HttpEntities.EMPTY).withStatus(NOT_MODIFIED) : answer);
  }

  private static HttpResponse answer(Asset asset, String cached) {
    return HttpResponse.create()
        .addHeaders(SAFE)
        .addHeader(RawHeader.create("Cache-Control", cached))
        .addHeader(RawHeader.create("ETag", asset.tag()))
        .withEntity(HttpEntities.create(asset.type(), asset.content()));
  }

  private static Asset asset(String name) {
    try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      byte[] content = Objects.requireNonNull(in, name).readAllBytes();
      String hash =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
      String kind = name.substring(name.lastIndexOf('.') + 1);
      return new Asset(Objects.requireNonNull(TYPES.get(kind), name), content, '"' + hash + '"');
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
