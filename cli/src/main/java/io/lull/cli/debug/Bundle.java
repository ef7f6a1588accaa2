package io.lull.cli.debug;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.NoAnswer;
import io.lull.protocol.value.Visible;
import io.lull.wire.Secrets;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What goes into the archive, and the word on what could not be had. */
final class Bundle implements Closeable {
  private static final String TOP = "lull-debug/";

  private final TarGz archive;
  private final Secrets secrets;
  private final List<String> parts = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  /** A part that is not there, and why. */
  public record Missing(String part, String why) {}

  /** Where a part comes from. */
  interface Source {
    String get() throws IOException, NoAnswer;
  }

  Bundle(TarGz archive, Secrets secrets) {
    this.archive = archive;
    this.secrets = secrets;
  }

  /** Adds what people read, or says that it could not be had. */
  void text(String name, Source source) throws IOException {
    add(name, source, secrets::outOf);
  }

  /** Adds what programs read, of which nothing may go that only sounds like a secret. */
  void record(String name, Source source) throws IOException {
    add(name, source, secrets::outOfRecord);
  }

  private void add(String name, Source source, UnaryOperator<String> clean) throws IOException {
    String content;
    try {
      content = source.get();
    } catch (Trouble trouble) {
      lacks(name, trouble.what());
      return;
    } catch (NoAnswer none) {
      lacks(name, none.trouble().what());
      return;
    } catch (NoSuchFileException none) {
      lacks(name, "there is no " + none.getFile());
      return;
    } catch (UncheckedIOException none) {
      lacks(name, "it is not in the form that it should have");
      return;
    } catch (IOException unreadable) {
      lacks(name, "it cannot be read: " + unreadable.getMessage());
      return;
    }
    archive.add(TOP + name, clean.apply(content).getBytes(UTF_8));
    parts.add(name);
  }

  /** A part could not be had. */
  void lacks(String name, String why) {
    missing.add(new Missing(name, Visible.of(secrets.outOf(why))));
  }

  boolean isMissing(String name) {
    return missing.stream().anyMatch(one -> one.part().equals(name));
  }

  List<String> parts() {
    return parts;
  }

  List<Missing> missing() {
    return missing;
  }

  /** The last part says what is missing, so that nobody takes its absence for an answer. */
  @Override
  public void close() throws IOException {
    StringBuilder text = new StringBuilder();
    missing.forEach(one -> text.append(one.part()).append(": ").append(one.why()).append('\n'));
    archive.add(
        TOP + "missing.txt", (missing.isEmpty() ? "nothing\n" : text.toString()).getBytes(UTF_8));
    archive.close();
  }
}
