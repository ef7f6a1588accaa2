package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.spi.Provider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What writers learn of the copies that are made beside them. */
class HostCopiesTest {
  private static final SetId SET = new SetId("set");
  private static final Volume DATA = new Volume(new HostId("h"), "/data");
  private static final Volume LOGS = new Volume(new HostId("h"), "/logs");

  @Test
  void a_copy_lies_where_its_provider_says() throws Exception {
    HostCopies copies = of(new Copying(false, LOGS), new Copying(true, DATA));
    assertThat(copies.of(DATA)).hasValue(Path.of("/copies/set/data"));
    assertThat(copies.of(LOGS)).hasValue(Path.of("/copies/set/logs"));
    assertThat(new HostCopies(new SetId("other"), copies.providers()).of(DATA)).isEmpty();
  }

  @Test
  void what_is_written_to_is_what_the_provider_says_that_copies_the_volume() throws Exception {
    HostCopies copies = of(new Copying(false, LOGS), new Copying(true, DATA));
    assertThat(copies.writtenTo(LOGS)).isEmpty();
    assertThat(copies.writtenTo(DATA)).hasValue(Path.of("/data"));
    assertThat(new HostCopies(new SetId("other"), copies.providers()).writtenTo(DATA)).isEmpty();
  }

  @Test
  void a_provider_that_cannot_tell_fails_the_writer_that_asks() {
    HostCopies copies =
        of(
            new Copying(true, DATA) {
              @Override
              public List<Marker> copies() throws IOException {
                throw new IOException("the disk is gone");
              }
            });
    assertThatThrownBy(() -> copies.writtenTo(DATA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("copies of set set")
        .hasRootCauseMessage("the disk is gone");
  }

  private static HostCopies of(Provider... providers) {
    return new HostCopies(SET, List.of(providers));
  }

  /** A provider that has prepared the copy of one volume. */
  private static class Copying implements Provider {
    private final boolean inPlace;
    private final SnapshotId snapshot;

    Copying(boolean inPlace, Volume volume) {
      this.inPlace = inPlace;
      this.snapshot = new SnapshotId(SET, volume);
    }

    @Override
    public ProviderKind kind() {
      return ProviderKind.SOFTWARE;
    }

    @Override
    public boolean atomic() {
      return true;
    }

    @Override
    public Optional<Path> writesTo(Volume volume) {
      return inPlace ? Optional.of(Path.of(volume.path())) : Optional.empty();
    }

    @Override
    public Optional<Fault> accepts(Volume volume) {
      return Optional.empty();
    }

    @Override
    public void run(ProviderStep step, List<Marker> markers, boolean writable) {}

    @Override
    public void delete(SnapshotId id) {}

    @Override
    public void discard(SnapshotId id) {}

    @Override
    public List<Marker> copies() throws IOException {
      return List.of(
          new Marker(
              snapshot,
              new SessionId("s"),
              new Epoch(1),
              new SlotEpoch(1),
              false,
              Optional.empty()));
    }

    @Override
    public Optional<Path> place(SnapshotId id) {
      return id.equals(snapshot)
          ? Optional.of(Path.of("/copies/" + id.set() + id.volume().path()))
          : Optional.empty();
    }
  }
}
