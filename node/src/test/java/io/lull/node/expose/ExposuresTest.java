package io.lull.node.expose;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.message.HostMessage.ToExpose;
import io.lull.kernel.Mount;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies in directories of a test, shown by real mounts. */
class ExposuresTest {
  private static final HostId HOST = new HostId("h");
  private static final ProviderId ID = new ProviderId(HOST, "p");
  private static final SnapshotId ONE = snapshot("/one");
  private static final SnapshotId TWO = snapshot("/two");

  @TempDir Path given;
  private Path directory;
  private final Keeping provider = new Keeping();
  private final Exposures exposures = new Exposures(Map.of(ID, provider));

  private static SnapshotId snapshot(String volume) {
    return new SnapshotId(new SetId("set"), new Volume(HOST, volume));
  }

  /** A provider whose copies are two directories. */
  private final class Keeping implements Provider {
    private boolean created = true;
    private final List<String> removed = new ArrayList<>();

    @Override
    public List<Marker> copies() {
      return List.of(marker(ONE), marker(TWO));
    }

    private Marker marker(SnapshotId copy) {
      return new Marker(
          copy, new SessionId("s"), Epoch.FIRST, new SlotEpoch(1), created, Optional.empty());
    }

    @Override
    public Optional<Path> place(SnapshotId snapshot) {
      return Optional.of(directory.resolve("copies" + snapshot.volume().path()));
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
      return Optional.empty();
    }

    @Override
    public Optional<Fault> accepts(Volume volume) {
      return Optional.empty();
    }

    @Override
    public void run(ProviderStep step, List<Marker> markers, boolean writable) {}

    @Override
    public void delete(SnapshotId snapshot) throws IOException {
      removed.add("delete " + shown());
    }

    @Override
    public void discard(SnapshotId snapshot) throws IOException {
      removed.add("discard " + shown());
      // Whoever wants to show it now comes too late.
      removed.add(exposed(snapshot, directory.resolve("place").toString()).toString());
    }
  }

  @BeforeEach
  void make() throws IOException {
    Real.needRoot();
    directory = given.toRealPath();
    for (String name : List.of("copies/one/inside", "copies/two", "place", "other", "full/it")) {
      Files.createDirectories(directory.resolve(name));
    }
    Files.writeString(directory.resolve("copies/one/file"), "content");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("place"));
    Files.writeString(directory.resolve("plain"), "");
  }

  @AfterEach
  void clean() throws IOException {
    for (Mount mount : Mount.all()) {
      if (mount.point().startsWith(directory + "/")) {
        LoopDevice.run("umount", "--lazy", mount.point());
      }
    }
  }

  private Optional<Failure> exposed(SnapshotId copy, String path) {
    return exposures.done(new ToExpose(ID, copy, Optional.of(path))).map(Fault::failure);
  }

  private Optional<Failure> hidden(SnapshotId copy) {
    return exposures.done(new ToExpose(ID, copy, Optional.empty())).map(Fault::failure);
  }

  private List<String> shown() throws IOException {
    return Mount.all().stream()
        .map(Mount::point)
        .filter(point -> point.startsWith(directory + "/"))
        .toList();
  }

  @Test
  void a_copy_is_shown_until_it_is_taken_away_and_twice_is_as_good_as_once() throws Exception {
    String place = directory.resolve("place").toString();

    assertThat(exposed(ONE, place)).isEmpty();
    assertThat(exposed(ONE, place)).isEmpty();

    assertThat(shown()).containsExactly(place);
    assertThat(Path.of(place, "file")).hasContent("content");
    // Another life of the node sees it, for it is the kernel that knows.
    assertThat(Exposures.of(provider.place(ONE))).contains(place);
    assertThat(Exposures.of(provider.place(TWO))).isEmpty();
    assertThat(new Exposures(Map.of(ID, provider)).done(new ToExpose(ID, ONE, Optional.empty())))
        .isEmpty();
    assertThat(shown()).isEmpty();
    assertThat(hidden(ONE)).isEmpty();
  }

  @Test
  void a_copy_is_at_one_place_at_a_time_and_a_place_shows_one_copy() throws Exception {
    String place = directory.resolve("place").toString();
    exposed(ONE, place);

    assertThat(exposed(ONE, directory.resolve("other").toString()))
        .contains(Failure.INVALID_ARGUMENT);
    assertThat(exposed(TWO, place)).contains(Failure.INVALID_ARGUMENT);
    assertThat(shown()).containsExactly(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "plain", "full", "link", "link/x", "copies/two", "copies/one/inside"})
  void nothing_is_hidden_by_it_and_no_link_is_followed(String name) throws Exception {
    assertThat(exposed(ONE, directory.resolve(name).toString())).contains(Failure.INVALID_ARGUMENT);
    assertThat(shown()).isEmpty();
  }

  @Test
  void an_empty_file_system_is_not_covered() throws Exception {
    String place = directory.resolve("place").toString();
    LoopDevice.run("mount", "-t", "tmpfs", "tmpfs", place);

    assertThat(exposed(ONE, place)).contains(Failure.INVALID_ARGUMENT);
    assertThat(shown()).containsExactly(place);
  }

  @Test
  void a_copy_is_no_place_also_where_it_is_shown_already() throws Exception {
    exposed(ONE, directory.resolve("place").toString());

    assertThat(exposed(TWO, directory.resolve("place/inside").toString()))
        .contains(Failure.INVALID_ARGUMENT);
  }

  @Test
  void what_is_not_finished_or_not_there_is_not_shown() {
    String place = directory.resolve("place").toString();
    provider.created = false;

    assertThat(exposed(ONE, place)).contains(Failure.OBJECT_NOT_FOUND);
    provider.created = true;
    assertThat(exposed(snapshot("/three"), place)).contains(Failure.OBJECT_NOT_FOUND);
    assertThat(
            exposures
                .done(new ToExpose(new ProviderId(HOST, "q"), ONE, Optional.of(place)))
                .map(Fault::failure))
        .contains(Failure.PROVIDER_NOT_REGISTERED);
  }

  @Test
  void whoever_uses_it_keeps_it_but_not_from_being_deleted() throws Exception {
    exposed(ONE, directory.resolve("place").toString());
    Provider guarded = exposures.guarded().get(ID);
    try (var inUse = Files.newInputStream(directory.resolve("place/file"))) {
      assertThat(hidden(ONE)).contains(Failure.BAD_STATE);

      guarded.delete(ONE);

      assertThat(provider.removed).containsExactly("delete []");
      assertThat(inUse.readAllBytes()).asString().isEqualTo("content");
    }
  }

  @Test
  void a_copy_that_is_removed_is_not_shown_while_that_lasts() throws Exception {
    exposed(ONE, directory.resolve("place").toString());

    exposures.guarded().get(ID).discard(ONE);

    assertThat(provider.removed).containsExactly("discard []", "Optional[OBJECT_NOT_FOUND]");
    assertThat(shown()).isEmpty();
  }
}
