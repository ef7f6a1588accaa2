package io.lull.node.expose;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.Mount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountListTest {
  private static final List<String> OPEN = List.of("rw", "relatime", "rw");
  private static final List<String> CLOSED = List.of("ro", "nosuid", "nodev", "noexec", "rw");

  private static final MountList TABLE =
      new MountList(
          List.of(
              mount(1, 1, "/", "/", OPEN),
              mount(2, 2, "/", "/data", OPEN),
              mount(3, 2, "/@/.lull", "/var/copies", OPEN),
              mount(4, 3, "/", "/lvm/copy", OPEN),
              mount(5, 2, "/@/.lull/one", "/mnt/one", CLOSED),
              mount(6, 3, "/", "/mnt/lvm", CLOSED),
              mount(7, 3, "/", "/mnt/admins", OPEN),
              mount(8, 4, "/", "/data", OPEN)));

  private static Mount mount(long id, int device, String root, String point, List<String> options) {
    return new Mount(id, 0, device, root, point, "any", options);
  }

  @ParameterizedTest
  @CsvSource({
    "/, 1, /",
    "/home/a, 1, /home/a",
    "/database, 1, /database",
    // What was mounted there last hides what was there before.
    "/data, 4, /",
    "/data/a/b, 4, /a/b",
    "/var/copies, 2, /@/.lull",
    "/var/copies/one, 2, /@/.lull/one",
    "/mnt/one/x, 2, /@/.lull/one/x",
    "/lvm/copy/x, 3, /x",
  })
  void a_path_leads_to_a_directory_of_a_file_system(String path, int device, String spot) {
    assertThat(TABLE.spot(path)).contains(new Spot(0, device, spot));
  }

  @Test
  void a_copy_is_shown_by_closed_mounts_of_exactly_that_directory() {
    assertThat(TABLE.showing("/var/copies/one"))
        .extracting(Mount::point)
        .containsExactly("/mnt/one");
    assertThat(TABLE.showing("/var/copies/two")).isEmpty();
    assertThat(TABLE.showing("/var/copies")).isEmpty();
    // Neither its own place nor what somebody mounted for himself.
    assertThat(TABLE.showing("/lvm/copy")).extracting(Mount::point).containsExactly("/mnt/lvm");
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a, true",
    "/a/b, /a, true",
    "/ab, /a, false",
    "/a, /a/b, false",
    "/a, /, true",
  })
  void what_lies_in_a_directory_is_told_by_whole_names(String path, String other, boolean in) {
    assertThat(new Spot(0, 1, path).isIn(new Spot(0, 1, other))).isEqualTo(in);
    assertThat(new Spot(0, 2, path).isIn(new Spot(0, 1, other))).isFalse();
  }
}
