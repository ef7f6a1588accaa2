package io.lull.writer.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.Name;
import io.lull.writer.postgres.WalFile;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.tree.Tree;
import io.lull.writer.source.tree.TreeEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken, and how logs are counted. */
class ClusterFilesTest {
  @TempDir private Path data;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "base/5/16384",
        "base/5/16384.1",
        "base/5/16384_fsm",
        "base/5/pg_filenode.map",
        "global/pg_control",
        "pg_replslot",
        "pg_tblspc",
        "pg_xact/0000",
        "postgresql.auto.conf"
      })
  void what_a_recovery_needs_is_taken(String path) {
    assertThat(ClusterFiles.wanted(Name.of(path))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_wal",
        "postmaster.pid",
        "postmaster.opts",
        "backup_label",
        "backup_manifest",
        "tablespace_map",
        "base/5/pg_internal.init",
        "base/5/t3_16384",
        "base/5/t3_16384_fsm.1",
        "base/pgsql_tmp",
        "pg_replslot/other",
        "pg_notify/0000",
        "pg_subtrans/0000",
        "pg_tblspc/16400",
        "pg_stat_tmp/global.stat"
      })
  void what_a_server_makes_anew_is_not(String path) {
    assertThat(ClusterFiles.wanted(Name.of(path))).isFalse();
  }

  @Test
  void of_a_tablespace_only_the_directory_of_this_server_is_taken() {
    assertThat(ClusterFiles.wantedOfTablespace(Name.of("PG_15_1/5/1"), "PG_15_1")).isTrue();
    assertThat(ClusterFiles.wantedOfTablespace(Name.of("PG_15_10"), "PG_15_1")).isFalse();
    assertThat(ClusterFiles.wantedOfTablespace(Name.of("PG_15_1/pgsql_tmp"), "PG_15_1")).isFalse();
  }

  private List<String> chosen() throws Exception {
    try (Tree tree = Tree.of(data)) {
      return ClusterFiles.chosen(tree.list(ClusterFiles::wanted).entries()).stream()
          .map(TreeEntry::path)
          .map(Name::toString)
          .toList();
    }
  }

  @Test
  void of_an_unlogged_table_only_its_beginning_is_taken() throws Exception {
    Files.createDirectories(data.resolve("base/5"));
    for (String name :
        List.of("1", "1.1", "1_fsm", "1_vm", "1_init", "11", "11_fsm", "2", "pg_filenode.map")) {
      Files.createFile(data.resolve("base/5").resolve(name));
    }
    assertThat(chosen())
        .containsExactly(
            "base",
            "base/5",
            "base/5/11",
            "base/5/11_fsm",
            "base/5/1_init",
            "base/5/2",
            "base/5/pg_filenode.map");
  }

  @Test
  void links_are_left_out_but_not_where_data_would_be_missing() throws Exception {
    Files.createSymbolicLink(data.resolve("log"), Path.of("/var/log"));
    Files.createSymbolicLink(data.resolve("postgresql.conf"), Path.of("/etc/postgresql.conf"));
    assertThat(chosen()).isEmpty();
    Files.createDirectory(data.resolve("base"));
    Files.createSymbolicLink(data.resolve("base/5"), Path.of("/elsewhere"));
    assertThatThrownBy(this::chosen)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("base/5 is a link");
  }

  @Test
  void a_log_of_another_timeline_never_follows() {
    WalFile last = WalFile.named("0000000100000000000000FF", 16 << 20);
    assertThat(last.generation()).isEqualTo(255);
    assertThat(last.next().generation()).isEqualTo(256);
    WalFile switched = WalFile.named("000000020000000100000000", 16 << 20);
    assertThat(switched.segment()).isEqualTo(256);
    assertThat(switched.generation()).isGreaterThan(256);
    assertThat(WalFile.ofGeneration(switched.generation(), 16 << 20)).isEqualTo(switched);
    assertThat(WalFile.ofGeneration(255, 16 << 20)).isEqualTo(last);
  }
}
