package io.lull.cli.node;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api.Request;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.wire.WireLimits;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Follows the events of a session as they come, until it is over.
 *
 * <p>They come as server-sent events. A connection that breaks is made again from the event that
 * came last on, so that none is missing and none comes twice.
 */
public final class Events {
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(40);

  private final Api api;
  private final SessionId session;
  private final Consumer<Sent> heard;
  private long last;

  /** One event as it was sent; the data is a line of the session's log. */
  public record Sent(long sequence, String name, String data) {}

  public Events(Api api, SessionId session, Consumer<Sent> heard) {
    this.api = api;
    this.session = session;
    this.heard = heard;
  }

  /**
   * Follows them.
   *
   * @param over says whether the session is over, for when the node sends no more
   * @return false if the time was over before the session
   */
  public boolean follow(Deadline deadline, BooleanSupplier over) {
    int failures = 0;
    while (!deadline.isOver()) {
      long before = last;
      Optional<NoAnswer> broken = connection(deadline);
      if (broken.isEmpty() && over.getAsBoolean()) {
        return true;
      }
      failures = last > before ? 0 : failures + 1;
      if (broken.isPresent() && failures >= ATTEMPTS) {
        throw broken.get().trouble();
      }
      Pause.of(deadline.atMost(PAUSE));
    }
    return false;
  }

  /** Takes what comes on one connection; returns why it ended, unless it just did. */
  private Optional<NoAnswer> connection(Deadline deadline) {
    Request request = Request.of("GET", "/v1/sessions/" + session + "/events");
    request = request.header("Accept", "text/event-stream");
    if (last > 0) {
      request = request.header("Last-Event-ID", Long.toString(last));
    }
    try {
      HttpURLConnection connection = api.connected(request, deadline.atMost(SILENCE));
      try {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
          throw Api.refusal(connection).trouble();
        }
        try (InputStream in = connection.getInputStream()) {
          read(in, deadline);
        }
        return Optional.empty();
      } catch (SocketTimeoutException silent) {
        return Optional.empty();
      } catch (IOException cut) {
        return Optional.of(
            NoAnswer.unanswered(
                "expected events of the node at "
                    + api.address()
                    + ", but the connection was cut"));
      } finally {
        connection.disconnect();
      }
    } catch (NoAnswer none) {
      return Optional.of(none);
    }
  }

  private void read(InputStream in, Deadline deadline) throws IOException {
    InputStream buffered = new BufferedInputStream(in);
    Draft draft = new Draft();
    for (Optional<String> line = line(buffered);
        line.isPresent() && !deadline.isOver();
        line = line(buffered)) {
      if (line.get().isEmpty()) {
        draft.finished(last).ifPresent(this::hear);
        draft = new Draft();
      } else {
        draft.field(line.get());
      }
    }
  }

  private void hear(Sent sent) {
    last = sent.sequence();
    heard.accept(sent);
  }

  /** An event of which not all lines have come; one that is cut is no event. */
  private static final class Draft {
    private long sequence;
    private String name = "";
    private final StringBuilder data = new StringBuilder();

    void field(String line) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "id" -> sequence = number(value);
        case "event" -> name = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        default -> {
          // Comments keep the connection alive; other fields are of later versions.
        }
      }
    }

    Optional<Sent> finished(long last) {
      return data.isEmpty() || sequence <= last
          ? Optional.empty()
          : Optional.of(new Sent(sequence, name, data.toString()));
    }

    private static long number(String value) {
      try {
        return Long.parseLong(value);
      } catch (NumberFormatException none) {
        throw Trouble.of(
            ExitCode.FAILED,
            "expected the number of an event from the node, but got '" + value + "'",
            "Check that --node leads to a node of Lull");
      }
    }
  }

  private static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        String text = line.toString(StandardCharsets.UTF_8);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
      }
      if (line.size() > WireLimits.MESSAGE_BYTES) {
        throw Trouble.of(ExitCode.FAILED, "expected a line of an event, but it has no end", "");
      }
      line.write(c);
    }
    return Optional.empty();
  }
}
