package io.lull.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No engine on a copy comes to what runs, wherever its data leads. */
class LinksTest {
  @TempDir Path temporary;
  private Path data;
  private Path cluster;
  private Path space;
  private Links links;

  @BeforeEach
  void takeOut() throws IOException {
    data = temporary.toRealPath();
    cluster = Files.createDirectories(data.resolve("srv/pg/data"));
    space = Files.createDirectories(data.resolve("mnt/fast/space"));
    links = new Links(data, new TreeSet<>(List.of("/srv/pg", "/mnt/fast")));
  }

  private Path link(String target) throws IOException {
    return Files.createSymbolicLink(cluster.resolve("link"), Path.of(target));
  }

  private void isRefused(String leads) {
    assertThatThrownBy(() -> links.confine(cluster))
        .isInstanceOf(NotCheckedException.class)
        .hasMessageContaining("/srv/pg/data/link leads to " + leads);
  }

  @Test
  void what_leads_to_another_volume_of_the_set_leads_to_the_copy_of_it() throws Exception {
    Path link = link("/mnt/fast/space");

    links.confine(cluster);

    assertThat(Files.readSymbolicLink(link)).isEqualTo(space);
  }

  @Test
  void the_same_by_a_name_that_begins_where_the_link_is() throws Exception {
    Path link = link("../../../mnt/fast/space");

    links.confine(cluster);

    assertThat(Files.readSymbolicLink(link)).isEqualTo(space);
  }

  @Test
  void what_leads_out_of_the_set_is_refused() throws IOException {
    link("/mnt/slow");

    isRefused("/mnt/slow, of which the set has no copy");
  }

  @Test
  void a_volume_whose_name_only_begins_alike_is_another_one() throws IOException {
    Files.createDirectories(data.resolve("mnt/faster"));
    link("/mnt/faster");

    isRefused("/mnt/faster");
  }

  @Test
  void what_leads_up_and_out_is_refused() throws IOException {
    link("../../../../../../../etc");

    isRefused("/etc");
  }

  @Test
  void what_leads_out_of_where_a_link_leads_to_is_refused() throws IOException {
    link("/mnt/fast/space");
    Files.createSymbolicLink(space.resolve("out"), Path.of("/etc"));

    assertThatThrownBy(() -> links.confine(cluster))
        .isInstanceOf(NotCheckedException.class)
        .hasMessageContaining("/mnt/fast/space/out leads to /etc");
  }

  @Test
  void a_link_on_the_way_is_not_followed() throws IOException {
    Files.createSymbolicLink(data.resolve("mnt/fast/by"), Path.of("/"));
    link("/mnt/fast/by/tmp");

    isRefused("/mnt/fast/by/tmp");
  }

  @Test
  void links_in_a_circle_come_to_an_end() throws IOException {
    link("/srv/pg/data/link");

    isRefused("/srv/pg/data/link");
  }
}
