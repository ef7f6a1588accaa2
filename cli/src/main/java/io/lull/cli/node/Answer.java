package io.lull.cli.node;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import io.lull.wire.api.Problem;
import java.nio.charset.StandardCharsets;

/** What a node has answered, as it came. */
public final class Answer {
  private final int status;
  private final byte[] body;

  public Answer(int status, byte[] body) {
    this.status = status;
    this.body = body.clone();
  }

  public int status() {
    return status;
  }

  public boolean good() {
    return status >= 200 && status < 300;
  }

  /** The value in the body; a body that is none is the node's mistake and not the user's. */
  public <T> T as(Class<T> type) {
    try {
      return Wire.json().read(body, type);
    } catch (WireException unreadable) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected the node to answer with a " + type.getSimpleName(),
          unreadable);
    }
  }

  /** Why the request was not done. */
  public Trouble trouble() {
    try {
      return Trouble.of(Wire.json().read(body, Problem.class));
    } catch (WireException none) {
      return Trouble.of(
          exit(),
          "expected the answer of a node, but got status " + status + excerpt(),
          status == 401
              ? "Name the file with your token by --token-file or LULL_TOKEN_FILE"
              : "Check that --node leads to a node of Lull");
    }
  }

  private ExitCode exit() {
    if (status == 401 || status == 403) {
      return ExitCode.NOT_AUTHORISED;
    }
    return status >= 502 && status <= 504 ? ExitCode.UNREACHABLE : ExitCode.FAILED;
  }

  private String excerpt() {
    String text = new String(body, 0, Math.min(body.length, 80), StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "" : " with '" + text + "'";
  }
}
