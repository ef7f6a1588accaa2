package io.lull.writer.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Real;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.writer.guard.RunDirectory;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Writers that call real programs by a real guard, which they share. */
final class ScriptStage implements AutoCloseable {
  static final WriterId WRITER = new WriterId(new HostId("host"), "scripts");
  static final HandlerContext CONTEXT =
      new HandlerContext(new SessionId("session"), new SetId("set"), false, Duration.ofMinutes(1));

  private final RunDirectory memory;

  private ScriptStage(RunDirectory memory) {
    this.memory = memory;
  }

  static ScriptStage make() throws IOException {
    Real.needRoot();
    return new ScriptStage(RunDirectory.make());
  }

  Writer writer(String... settings) {
    Map<String, String> all = new TreeMap<>();
    all.put("volumes", "/srv/data");
    all.put("run-directory", memory.path().toString());
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return new ScriptWriterFactory().create(WRITER, all);
  }

  Writer prepared(String... settings) throws Exception {
    Writer writer = writer(settings);
    prepare(writer);
    return writer;
  }

  static void prepare(Writer writer) throws Exception {
    writer.describe();
    assertThat(writer.prepareForBackup(CONTEXT, Set.of(), BackupType.FULL))
        .isEqualTo(new HandlerResult.Done());
    assertThat(writer.prepareForSnapshot(CONTEXT, Set.of(), Copies.NONE))
        .isEqualTo(new HandlerResult.Done());
  }

  static Hold freeze(Writer writer, HoldToken token) throws Exception {
    return writer.freeze(CONTEXT, lease(token, Duration.ofMinutes(1)));
  }

  /** A freeze that has to fail, and why it did. */
  static Fault refused(Writer writer, HoldToken token, Duration lease) throws Exception {
    try {
      writer.freeze(CONTEXT, lease(token, lease));
    } catch (WriterException refused) {
      return refused.fault();
    }
    throw new AssertionError("expected a freeze that is refused");
  }

  static HoldToken token() {
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    return new HoldToken(HexFormat.of().formatHex(random));
  }

  static Lease lease(HoldToken token, Duration left) {
    return new Lease() {
      @Override
      public HoldToken token() {
        return token;
      }

      @Override
      public Duration granted() {
        return left;
      }

      @Override
      public Duration remaining() {
        return left;
      }
    };
  }

  Path memory() {
    return memory.path();
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
