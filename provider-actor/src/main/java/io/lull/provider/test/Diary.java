package io.lull.provider.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.lull.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened to a test provider, call by call, in the order in which the calls ended. */
public interface Diary {
  void write(Happening happening) throws IOException;

  List<Happening> read() throws IOException;

  static Diary inMemory() {
    List<Happening> happenings = new CopyOnWriteArrayList<>();
    return new Diary() {
      @Override
      public void write(Happening happening) {
        happenings.add(happening);
      }

      @Override
      public List<Happening> read() {
        return List.copyOf(happenings);
      }
    };
  }

  /** One line of JSON for each call, so that another process can read it, also after a crash. */
  static Diary in(Path file) {
    return new Diary() {
      @Override
      public synchronized void write(Happening happening) throws IOException {
        byte[] json = Wire.json().write(happening);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        Files.write(file, line, CREATE, APPEND);
      }

      @Override
      public List<Happening> read() throws IOException {
        List<Happening> happenings = new ArrayList<>();
        String text = Files.exists(file) ? Files.readString(file) : "";
        // A process that was killed may have left a line without an end.
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
          happenings.add(Wire.json().read(line.getBytes(UTF_8), Happening.class));
        }
        return List.copyOf(happenings);
      }
    };
  }
}
