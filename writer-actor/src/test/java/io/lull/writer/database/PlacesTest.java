package io.lull.writer.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Real;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Volume;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which volumes directories lie, and where their copies are. */
class PlacesTest {
  @TempDir private Path temporary;
  private Path top;
  private Path data;

  @BeforeEach
  void directories() throws IOException {
    top = temporary.toRealPath();
    data = Files.createDirectories(top.resolve("a volume").resolve("data"));
  }

  private static Places places(Path... named) {
    return new Places(Calls.WRITER.host(), List.copyOf(Calls.volumes(named)));
  }

  @Test
  void a_directory_lies_in_the_deepest_volume_that_is_named_or_is_one_itself() throws Exception {
    assertThat(places().volumes(Set.of(data))).isEqualTo(Calls.volumes(data));
    assertThat(places(top, data.getParent()).volumes(Set.of(data)))
        .isEqualTo(Calls.volumes(data.getParent()));
    assertThat(places(top.resolve("gone")).volumes(Set.of(data))).isEqualTo(Calls.volumes(data));
  }

  @Test
  void a_link_to_a_volume_is_that_volume() throws Exception {
    Path link = Files.createSymbolicLink(top.resolve("link"), data.getParent());
    Map<Path, Volume> found = places().demand(Set.of(data), Calls.volumes(link));
    assertThat(found).containsOnlyKeys(data);
    Path copy = Files.createDirectories(top.resolve("copy").resolve("data"));
    assertThat(Places.inCopy(data, found.get(data), Calls.copies(Map.of(link, copy.getParent()))))
        .isEqualTo(copy);
  }

  @Test
  void what_is_mounted_below_is_a_place_of_its_own() throws Exception {
    Real.needRoot();
    Path inner = Files.createDirectory(data.resolve("an inner\none"));
    ServerProcess.run(List.of("mount", "-t", "tmpfs", "none", inner.toString()));
    try {
      assertThat(Places.withMounts(Set.of(data))).containsExactly(data, inner);
      WriterException refused =
          Calls.refused(() -> places().demand(Set.of(data, inner), Calls.volumes(top)));
      assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_INCONSISTENT_SNAPSHOT);
      assertThat(refused.fault().detail()).contains("an inner").doesNotContain("[" + data + ",");
    } finally {
      ServerProcess.run(List.of("umount", inner.toString()));
    }
  }

  @Test
  void a_link_in_a_copy_is_not_followed() throws Exception {
    Path copy = Files.createDirectory(top.resolve("copy"));
    Files.createSymbolicLink(copy.resolve("data"), data);
    Volume volume = Calls.volumes(data.getParent()).iterator().next();
    assertThat(
            Calls.failure(
                () -> Places.inCopy(data, volume, Calls.copies(Map.of(data.getParent(), copy)))))
        .isEqualTo(Failure.WRITER_RECOVERY_FAILED);
  }

  @Test
  void a_file_in_a_copy_replaces_what_was_there_even_a_link() throws Exception {
    Path outside = Files.writeString(top.resolve("outside"), "as it was");
    Files.createSymbolicLink(data.resolve("label"), outside);
    CopyFiles.write(data, "label", "new");
    assertThat(data.resolve("label")).hasContent("new").isRegularFile();
    assertThat(outside).hasContent("as it was");
    assertThat(Files.isSymbolicLink(data.resolve("label"))).isFalse();
    try (var files = Files.list(data)) {
      assertThat(files).hasSize(1);
    }
  }
}
