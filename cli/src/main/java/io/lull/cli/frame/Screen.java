package io.lull.cli.frame;

import io.lull.wire.Wire;
import io.lull.wire.text.Json;
import io.lull.wire.text.Yaml;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/** Standard output of a command, in the format that was asked for. */
public final class Screen {
  private final PrintStream out;
  private final Format format;
  private final boolean terminal;

  public Screen(Surroundings surroundings, Format format) {
    this.out = surroundings.out();
    this.format = format;
    this.terminal = surroundings.terminal().out();
  }

  public Format format() {
    return format;
  }

  /** Prints a value: its wire form for programs, these lines for people. */
  public void show(Object value, Supplier<List<String>> lines) {
    switch (format) {
      case TABLE -> lines.get().forEach(out::println);
      case JSON -> {
        byte[] json = Wire.json().write(value);
        out.println(terminal ? Json.pretty(json) : Json.plain(json));
      }
      case YAML -> out.print(Yaml.of(Wire.json().write(value)));
    }
    flush();
  }

  /** Prints one of many values as it comes: a line of JSON, a document of YAML, or these lines. */
  public void next(Object value, Supplier<List<String>> lines) {
    switch (format) {
      case TABLE -> lines.get().forEach(out::println);
      case JSON -> out.println(Json.plain(Wire.json().write(value)));
      case YAML -> out.print("---\n" + Yaml.of(Wire.json().write(value)));
    }
    flush();
  }

  public void line(String line) {
    out.println(line);
    flush();
  }

  /** Where bytes go that are printed as they are. */
  public PrintStream raw() {
    return out;
  }

  /** Throws if something that was printed there did not arrive. */
  public static void demandWritten(PrintStream out) {
    if (out.checkError()) {
      throw Output.lost(out);
    }
  }

  public void flush() {
    demandWritten(out);
  }
}
