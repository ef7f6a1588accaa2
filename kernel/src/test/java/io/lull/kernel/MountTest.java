package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTest {
  @Test
  void names_with_spaces_newlines_and_backslashes_are_read_as_they_are() {
    String list =
        """
        36 35 98:0 /mnt1 /mnt/a\\040b\\012c\\134040\\303\\274 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
        """;
    assertThat(Mount.parse(list))
        .containsExactly(
            new Mount(
                36,
                98,
                0,
                "/mnt1",
                "/mnt/a b\nc\\040ü",
                "ext3",
                List.of("rw", "noatime", "rw", "errors=continue")));
  }

  @Test
  void lines_that_nobody_understands_are_left_out() {
    assertThat(
            Mount.parse("\n - \nx y 1:2 / /a rw - t s o\n1 2 3 / /a rw - t\n1 2 3:4 / /a rw - t"))
        .isEqualTo(
            List.of(
                new Mount(1, 3, 3, "/", "/a", "t", List.of("rw")),
                new Mount(1, 3, 4, "/", "/a", "t", List.of("rw"))));
  }

  @Test
  void a_directory_is_below_the_mount_that_it_was_reached_by() throws Exception {
    try (Descriptor root = Descriptor.ofDirectory(Path.of("/"))) {
      Identity identity = root.identity();
      assertThat(Mount.all())
          .anySatisfy(
              mount -> {
                assertThat(mount.id()).isEqualTo(identity.mount());
                assertThat(mount.point()).isEqualTo("/");
              });
    }
  }

  @Test
  void names_of_other_bytes_and_optional_fields_change_nothing() {
    // Spaces, tabs, line ends and backslashes are escaped; other bytes are as they are.
    Mount mount =
        Mount.parse(
                "1 2 0:1 / /a\\040b\\012c\\134d/\u00c3\u00bc rw,noatime master:1 shared:2 - btrfs"
                    + " /dev/x rw,ro-x")
            .getFirst();
    assertThat(mount.point()).isEqualTo("/a b\nc\\d/ü");
    assertThat(mount.options()).containsExactly("rw", "noatime", "rw", "ro-x");
  }

  @Test
  void what_is_mounted_inside_is_found_and_what_only_begins_alike_is_not() throws Exception {
    assertThat(Mount.all()).anySatisfy(mount -> assertThat(mount.point()).isEqualTo("/proc"));
    assertThat(Mount.isPoint(Path.of("/proc"))).isTrue();
    assertThat(Mount.inside("/")).contains("/proc").doesNotContain("", "/");
    assertThat(Mount.inside("/proc")).doesNotContain("/proc");
    assertThat(Mount.inside("/pro")).isEmpty();
  }
}
