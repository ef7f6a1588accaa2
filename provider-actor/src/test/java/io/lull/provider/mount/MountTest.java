package io.lull.provider.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountTest {
  @Test
  void a_line_is_taken_apart_whatever_optional_fields_it_has() {
    assertThat(
            Mount.parse(
                List.of(
                    "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - btrfs /dev/x rw,ro-x",
                    "45 27 0:39 / / ro - ext4 /dev/root rw")))
        .containsExactly(
            new Mount(36, "/mnt2", "btrfs", List.of("rw", "noatime", "rw", "ro-x")),
            new Mount(45, "/", "ext4", List.of("ro", "rw")));
  }

  @Test
  void escaped_names_are_put_together_again() {
    // Spaces, tabs, line ends and backslashes are escaped; other bytes are as they are.
    Mount mount =
        Mount.parse(List.of("1 2 0:1 / /a\\040b\\012c\\134d/\u00c3\u00bc rw - btrfs /dev/x rw"))
            .getFirst();
    assertThat(mount.point()).isEqualTo("/a b\nc\\d/ü");
    assertThat(mount.resolve(".lull")).isEqualTo("/a b\nc\\d/ü/.lull");
  }

  @Test
  void the_table_of_this_machine_can_be_read() throws Exception {
    assertThat(Mount.all()).anySatisfy(mount -> assertThat(mount.point()).isEqualTo("/proc"));
  }

  @Test
  void what_is_mounted_inside_is_found_and_what_only_begins_alike_is_not() throws Exception {
    assertThat(Mount.inside("/")).contains("proc").doesNotContain("", "/");
    assertThat(Mount.inside("/proc")).doesNotContain("");
    assertThat(Mount.inside("/pro")).isEmpty();
  }
}
