package io.lull.benchmarks.system;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A writer with nothing to hold still; it notes when it was asked to. */
record NoopWriter(WriterId id, Volume volume, Moments moments) implements Writer {
  @Override
  public WriterMetadata describe() {
    return new WriterMetadata(
        id,
        WriterLevel.BACK_END,
        Duration.ofSeconds(60),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.RESTORE_IF_NOT_THERE,
        List.of(new Component(component(id), Set.of(volume), true, true)),
        List.of());
  }

  static ComponentId component(WriterId writer) {
    return new ComponentId(writer, "data");
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease) {
    moments.freeze();
    return () -> HoldEnd.HELD;
  }
}
