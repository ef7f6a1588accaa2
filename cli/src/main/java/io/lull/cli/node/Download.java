package io.lull.cli.node;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api.Request;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read as it comes and has no length of its own, such as the blocks of a stream.
 *
 * <p>Whoever hands it out is not the node that was asked, so its address is looked at as closely as
 * that of the node.
 */
public final class Download implements AutoCloseable {
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

  private final HttpURLConnection connection;
  private final InputStream in;

  private Download(HttpURLConnection connection, InputStream in) {
    this.connection = connection;
    this.in = in;
  }

  /**
   * Where something is handed out.
   *
   * @param api of the node that says so
   * @param token for this download only
   */
  public static Address address(Api api, String address, String token) {
    @Nullable URI uri = null;
    try {
      uri = new URI(address);
    } catch (URISyntaxException none) {
      // Said below.
    }
    boolean visible = !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (uri == null
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || !visible) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected an address from the node at which data is handed out, but got another text",
          "Check that node and program are of the same version");
    }
    Address there = Address.of(uri, token, api.address().sockets());
    boolean secure = "https".equals(uri.getScheme());
    boolean here = there.isHere() || LOOPBACK.matcher(uri.getHost()).matches();
    if (!secure && !("http".equals(uri.getScheme()) && here)) {
      throw Trouble.of(
          ExitCode.REFUSED,
          "expected https for data of another machine, but its node hands it out at " + uri,
          "Configure certificates for the API of that node");
    }
    return there;
  }

  /** Begins one; throws why it is refused, if it is. */
  public static Download open(Address address, String path, Duration patience) throws NoAnswer {
    HttpURLConnection connection =
        new Api(address, patience).connected(Request.of("GET", path), patience);
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        Answer refusal = Api.refusal(connection);
        connection.disconnect();
        if (refusal.status() >= 502 && refusal.status() <= 504) {
          throw NoAnswer.unanswered("expected data from " + address + ", but nobody is there");
        }
        throw refusal.trouble();
      }
      return new Download(connection, connection.getInputStream());
    } catch (IOException cut) {
      connection.disconnect();
      throw NoAnswer.unanswered("expected data from " + address + ", but the connection was cut");
    }
  }

  public InputStream in() {
    return in;
  }

  /** Ends it, also from another thread and where something is left. */
  @Override
  public void close() {
    connection.disconnect();
  }
}
