package io.lull.node.api;

import io.lull.cluster.config.log.Subject;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for every request that changes something, or was refused to; never a token. */
final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger("lull.audit");
  private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");
  private static final AttributeKey<String> ABOUT = AttributeKey.create("lull.about", String.class);
  private static final String ID = "([A-Za-z0-9][A-Za-z0-9._-]{0,63})(?=[/ ]|$)";
  private static final Pattern SESSION = Pattern.compile("(?:/v1/sessions/|\\bsession=)" + ID);
  private static final Pattern SET = Pattern.compile("/v1/sets/" + ID);
  private static final int PATH_MAX = 300;

  private Audit() {}

  /** Notes what a change was about, where the path does not say it all. */
  static HttpResponse about(String what, HttpResponse response) {
    return response.addAttribute(ABOUT, what);
  }

  static HttpResponse write(
      Optional<Principal> principal, HttpRequest request, HttpResponse response) {
    if (!LOOKING.contains(request.method().value())) {
      String named =
          request.getUri().getPathString() + " " + response.getAttribute(ABOUT).orElse("");
      subject(named).log(() -> line(principal, request, response));
    }
    return response;
  }

  private static Subject subject(String named) {
    return new Subject(
        first(SESSION, named).map(SessionId::new), first(SET, named).map(SetId::new));
  }

  private static Optional<String> first(Pattern pattern, String named) {
    return pattern.matcher(named).results().map(found -> found.group(1)).findFirst();
  }

  private static void line(
      Optional<Principal> principal, HttpRequest request, HttpResponse response) {
    LOG.info(
        "who={} role={} method={} path={} {}result={} from={}",
        principal.map(Principal::name).orElse("-"),
        principal.map(who -> who.role().key()).orElse("-"),
        visible(request.method().value()),
        visible(request.getUri().getPathString()),
        response.getAttribute(ABOUT).map(about -> about + " ").orElse(""),
        response.status().intValue(),
        request
            .getAttribute(AttributeKeys.remoteAddress)
            .flatMap(address -> address.getAddress().map(InetAddress::getHostAddress))
            .orElse("-"));
  }

  /** A line stays one line, whatever a stranger puts into his path. */
  static String visible(String text) {
    return text.chars()
        .limit(PATH_MAX)
        .mapToObj(c -> c > ' ' && c <= '~' ? String.valueOf((char) c) : "?")
        .collect(Collectors.joining());
  }
}
