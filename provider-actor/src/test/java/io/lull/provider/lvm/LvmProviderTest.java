package io.lull.provider.lvm;

import static io.lull.protocol.provider.ProviderFixture.HOST;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.contract.Creation;
import io.lull.provider.record.CopyName;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import io.lull.provider.tool.OwnThread;
import io.lull.provider.tool.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LvmProviderTest {
  private static final Volume VOLUME = new Volume(HOST, "/srv/my data");
  private static final String LVS = "lvs --reportformat json -o " + LogicalVolume.COLUMNS;

  @TempDir Path directory;
  private Recorded tools;
  private Provider provider;

  @BeforeEach
  void record() throws IOException {
    tools = new Recorded(directory);
    tools.program("findmnt", "echo /dev/mapper/vg0-data ext4");
    listing("thin.json", "pool.json");
    for (String program : new String[] {"lvcreate", "lvchange", "lvremove", "mount", "umount"}) {
      tools.program(program, ":");
    }
    provider = tools.provider("lvm");
  }

  private void listing(String volume, String pool) throws IOException {
    tools.program(
        "lvs",
        "case \"$*\" in *lv_name=*) sed s/data/the-copy/ '%s' ;; */pool) cat '%s' ;; *) cat '%s' ;; esac"
            .formatted(recorded("thin.json"), recorded(pool), recorded(volume)));
  }

  private String recorded(String name) throws IOException {
    return tools.file(name, Recorded.text("lvm/" + name));
  }

  @Test
  void a_report_is_read_as_it_was_recorded() throws Exception {
    assertThat(LogicalVolume.parse(Recorded.text("lvm/thin.json")))
        .containsExactly(
            new LogicalVolume("vg0", "data", "thin", "pool", Optional.of(12.34), Optional.empty()));
    assertThat(LogicalVolume.parse(Recorded.text("lvm/pool.json")).getFirst().metadata())
        .contains(10.84);
    assertThat(LogicalVolume.parse(Recorded.text("lvm/none.json"))).isEmpty();
    assertThatThrownBy(() -> LogicalVolume.parse("  WARNING: no report"))
        .hasMessageContaining("expected a report of lvs");
  }

  @Test
  void a_set_is_made_opened_closed_and_removed_by_these_calls() throws Exception {
    Creation set = Creation.of("a", VOLUME);
    String name = CopyName.brief(set.copy());
    String place = tools.places().resolve(CopyName.of(set.copy())).toString();
    assertThat(provider.accepts(VOLUME)).isEmpty();
    tools.calls();

    set.upTo(provider, ProviderStep.PRE_COMMIT);
    assertThat(tools.calls())
        .containsExactly(
            "findmnt -n -r -o SOURCE,FSTYPE --mountpoint /srv/my data",
            LVS + " -- /dev/mapper/vg0-data",
            LVS + " -- vg0/pool");
    set.step(provider, ProviderStep.COMMIT);
    assertThat(tools.calls())
        .containsExactly(
            "lvcreate --snapshot --permission r --setactivationskip n --addtag lull --name "
                + name
                + " -- vg0/data");
    set.step(provider, ProviderStep.POST_COMMIT);
    set.step(provider, ProviderStep.PRE_FINAL_COMMIT);
    assertThat(tools.calls())
        .containsExactly(
            "lvchange --permission rw -- vg0/" + name,
            "mount -t ext4 -o rw,nosuid,nodev -- /dev/vg0/" + name + " " + place);
    set.step(provider, ProviderStep.POST_FINAL_COMMIT);
    assertThat(tools.calls())
        .containsExactly(
            "umount -- " + place,
            "lvchange --permission r -- vg0/" + name,
            "mount -t ext4 -o ro,nosuid,nodev -- /dev/vg0/" + name + " " + place);
    assertThat(provider.place(set.copy())).as("nothing is really mounted there").isEmpty();

    Provider next = tools.provider("lvm");
    assertThat(next.copies())
        .containsExactlyElementsOf(set.markers(ProviderStep.POST_FINAL_COMMIT));
    next.delete(set.copy());
    assertThat(tools.calls())
        .containsExactly(
            "findmnt -n -r -o SOURCE,FSTYPE --mountpoint " + place,
            "umount -- " + place,
            LVS + " -S lv_name=" + name,
            "lvremove --yes -- vg0/the-copy");
    assertThat(next.copies()).isEmpty();
  }

  @Test
  void only_thin_volumes_are_taken() throws Exception {
    listing("linear.json", "pool.json");
    assertThat(provider.accepts(VOLUME).orElseThrow().detail()).contains("vg0/data is linear");
    listing("none.json", "pool.json");
    assertThat(provider.accepts(VOLUME).orElseThrow().detail()).contains("no logical volume");
    tools.program("findmnt", "exit 1");
    assertThat(provider.accepts(VOLUME).orElseThrow().detail()).contains("nothing is mounted");
  }

  @Test
  void a_pool_that_is_nearly_full_is_refused_before_anybody_stands_still() throws Exception {
    listing("thin.json", "full-pool.json");
    assertThatThrownBy(() -> Creation.of("a", VOLUME).upTo(provider, ProviderStep.END_PREPARE))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refused -> {
              assertThat(refused.fault().failure()).isEqualTo(Failure.INSUFFICIENT_STORAGE);
              assertThat(refused.fault().detail()).contains("vg0/pool", "95.02 percent");
            });
  }

  @Test
  void a_tool_that_is_missing_or_says_that_there_is_no_room_is_understood() throws Exception {
    assertThat(
            new LvmProviderFactory()
                .create(PROVIDER, Map.of("directory", directory.toString(), "programs", "/nowhere"))
                .accepts(VOLUME)
                .orElseThrow()
                .detail())
        .contains("findmnt in /nowhere", "not installed");
    tools.program("lvcreate", "echo '  Insufficient free space: 1 extents needed' >&2; exit 5");
    Creation set = Creation.of("a", VOLUME).upTo(provider, ProviderStep.PRE_COMMIT);
    assertThatThrownBy(() -> set.step(provider, ProviderStep.COMMIT))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refused ->
                assertThat(refused.fault().failure()).isEqualTo(Failure.INSUFFICIENT_STORAGE));
  }

  @Test
  @Timeout(120)
  void a_removal_waits_for_a_tool_that_is_asked_to_end_and_goes_on() throws Exception {
    Path began = directory.resolve("began");
    Path enough = directory.resolve("enough");
    tools.program(
        "lvcreate",
        "trap '' TERM; echo > '%s'; while ! test -e '%s'; do sleep 0.01; done; '%s/programs/lvs' made"
            .formatted(began, enough, directory));
    Creation set = Creation.of("a", VOLUME).upTo(provider, ProviderStep.PRE_COMMIT);
    OwnThread commit = new OwnThread(() -> set.step(provider, ProviderStep.COMMIT));
    while (!Files.exists(began)) {
      Thread.onSpinWait();
    }
    commit.interrupt();
    tools.calls();
    OwnThread removal = new OwnThread(() -> provider.discard(set.copy()));
    removal.awaitWaiting();
    Files.createFile(enough);

    assertThat(removal.failure()).isEmpty();
    assertThat(tools.calls()).first().as("what the tool did last").isEqualTo("lvs made");
    assertThat(commit.failure()).containsInstanceOf(InterruptedException.class);
  }

  @Test
  void a_name_has_none_of_the_words_that_lvm_keeps_for_itself() {
    Creation set = Creation.of("x_tdata", VOLUME);
    assertThat(CopyName.brief(set.copy())).matches("lull-[0-9a-f]{32}");
    assertThat(LvmCommands.mount("vg0/x", "xfs", "/p", true)).contains("rw,nosuid,nodev,nouuid");
    assertThat(LvmCommands.mount("vg0/x", "xfs", "/p", false))
        .contains("ro,nosuid,nodev,norecovery,nouuid");
  }
}
