package io.lull.provider.zfs;

import static io.lull.protocol.provider.ProviderFixture.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.contract.Creation;
import io.lull.provider.record.CopyName;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import io.lull.provider.tool.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZfsProviderTest {
  private static final Volume PG = new Volume(HOST, "/srv/pg");
  private static final Volume WAL = new Volume(HOST, "/srv/wal");

  @TempDir Path directory;
  private Recorded tools;
  private Provider provider;

  @BeforeEach
  void record() throws IOException {
    tools = new Recorded(directory);
    provider = tools.provider("zfs");
    zfs("", Creation.of("a", PG));
  }

  /** The program, and one line of a shell before what was recorded. */
  private void zfs(String first, Creation set) throws IOException {
    String name = CopyName.brief(set.copy(PG));
    String list = tools.file("list", Recorded.text("zfs/list"));
    String snapshots =
        tools.file("snapshots", Recorded.text("zfs/snapshots").replace("NAME", name));
    tools.program(
        "zfs",
        first
            + "\ncase \"$*\" in *'-t snapshot'*) cat '%s' ;; get*) echo tank/lull/%s ;;"
                .formatted(snapshots, name)
            + " list*/srv/wal) sed s/pg/wal/g '%s' ;; list*) cat '%s' ;; esac"
                .formatted(list, list));
  }

  @Test
  void a_list_is_read_as_it_was_recorded() throws Exception {
    assertThat(Dataset.parse(Recorded.text("zfs/list")))
        .containsExactly(new Dataset("tank/pg", Optional.of("/srv/pg"), true, 104857600));
    assertThat(Dataset.parse("tank\tlegacy\tyes\t1\ntank/a b\tnone\tno\t0\n"))
        .containsExactly(
            new Dataset("tank", Optional.empty(), true, 1),
            new Dataset("tank/a b", Optional.empty(), false, 0));
    assertThatThrownBy(() -> Dataset.parse("NAME MOUNTPOINT"))
        .hasMessageContaining("expected the columns");
    assertThat(new Dataset("tank", Optional.empty(), true, 1).pool()).isEqualTo("tank");
    assertThat(ZfsTool.clones("tank/a,tank/b\n")).containsExactly("tank/a", "tank/b");
    assertThat(ZfsTool.clones("-\n")).isEmpty();
  }

  @Test
  void all_of_a_pool_is_cut_by_one_command_and_removed_by_name() throws Exception {
    Creation set = Creation.of("a", PG, WAL);
    String pg = CopyName.brief(set.copy(PG));
    String wal = CopyName.brief(set.copy(WAL));
    String place = tools.places().resolve(CopyName.of(set.copy(PG))).toString();
    set.upTo(provider, ProviderStep.PRE_COMMIT);
    tools.calls();
    set.step(provider, ProviderStep.COMMIT);
    assertThat(tools.calls())
        .containsExactly("zfs snapshot -o io.lull:set=a tank/pg@" + pg + " tank/wal@" + wal);
    set.step(provider, ProviderStep.PRE_FINAL_COMMIT);
    assertThat(tools.calls())
        .hasSize(2)
        .startsWith(
            "zfs clone -p -o mountpoint=%s -o readonly=off -o setuid=off -o devices=off tank/pg@%s tank/lull/%s"
                .formatted(place, pg, pg));
    set.step(provider, ProviderStep.POST_FINAL_COMMIT);
    assertThat(tools.calls())
        .containsExactly(
            "zfs set readonly=on tank/lull/" + pg, "zfs set readonly=on tank/lull/" + wal);

    Provider next = tools.provider("zfs");
    next.delete(set.copy(PG));
    assertThat(tools.calls())
        .containsExactly(
            "zfs list -Hp -t snapshot -o name",
            "zfs get -Hp -o value clones tank/pg@" + pg,
            "zfs destroy tank/lull/" + pg,
            "zfs destroy tank/pg@" + pg);
    next.delete(set.copy(WAL));
    assertThat(tools.calls()).as("it is not on the list").hasSize(1);
    assertThat(next.copies()).isEmpty();
  }

  @Test
  void only_the_mount_point_of_a_file_system_is_taken() throws Exception {
    assertThat(provider.accepts(PG)).isEmpty();
    assertThat(provider.accepts(new Volume(HOST, "/srv/pg/inside")).orElseThrow().failure())
        .isEqualTo(Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER);
    zfs("echo 'cannot open: not a ZFS filesystem' >&2; exit 1", Creation.of("a", PG));
    assertThat(provider.accepts(PG).orElseThrow().detail()).contains("not a ZFS filesystem");
  }

  @Test
  void no_room_is_said_to_be_no_room() throws Exception {
    Creation set = Creation.of("a", PG).upTo(provider, ProviderStep.PRE_COMMIT);
    zfs("echo 'cannot create snapshot: out of space' >&2; exit 1", set);
    assertThatThrownBy(() -> set.step(provider, ProviderStep.COMMIT))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refused ->
                assertThat(refused.fault().failure()).isEqualTo(Failure.INSUFFICIENT_STORAGE));
  }
}
