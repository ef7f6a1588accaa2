package io.lull.writer.source.postgres;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.source.OpenSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process that begins a full stream and does nothing more, so that it can be stopped. */
final class Silent {
  private static final String BEGUN = "the stream has begun";

  private Silent() {}

  static Process start(Map<String, String> settings) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                Silent.class.getName()));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // Others print there as well.
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); !BEGUN.equals(line); line = out.readLine()) {
      if (line == null) {
        throw new AssertionError("expected a stream to begin, but it did not");
      }
    }
    return process;
  }

  /** Only for {@link #start}. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    OpenSource open =
        new PostgresSourceFactory()
            .create(new HostId("h1"), new InstanceId("main"), settings)
            .begin(StreamKind.FULL);
    System.out.println(BEGUN);
    var _ = System.in.read();
    open.close();
  }
}
