package io.lull.cli.frame;

import io.lull.protocol.failure.ExitCode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a command prints to.
 *
 * <p>JSON and file names are UTF-8 wherever they are read, whatever the locale says. A {@link
 * PrintStream} says only that something went wrong. Whether nobody reads any more or the disk is
 * full makes the difference between an end in silence and a trouble.
 */
public final class Output extends PrintStream {
  private final Remembering below;

  public Output(OutputStream out) {
    this(new Remembering(out));
  }

  private Output(Remembering below) {
    super(below, false, StandardCharsets.UTF_8);
    this.below = below;
  }

  /** Why what was printed did not arrive; {@link ClosedPipe} where nobody reads it. */
  static RuntimeException lost(PrintStream out) {
    @Nullable IOException why = out instanceof Output output ? output.below.why : null;
    String said = why == null ? null : why.getMessage();
    return said == null || said.contains("Broken pipe")
        ? new ClosedPipe()
        : Trouble.of(ExitCode.FAILED, "expected to write what was found, but " + said, hint(said));
  }

  private static String hint(String said) {
    return said.contains("No space left") ? "Make room where the output goes" : "";
  }

  /** Keeps why the first write failed. */
  private static final class Remembering extends FilterOutputStream {
    private @Nullable IOException why;

    Remembering(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException failed) {
        why = why == null ? failed : why;
        throw failed;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException failed) {
        why = why == null ? failed : why;
        throw failed;
      }
    }
  }
}
