package io.lull.benchmarks.system;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Subvolumes;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.value.Sorted;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.spi.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A btrfs snapshot by the kernel's call and by the btrfs command, in turn on one file system. */
final class BtrfsSnapshots {
  private static final long SIZE = 1L << 30;
  private static final int WARM_UP = 20;
  private static final HostId HOST = new HostId("bench");

  private final Path mount;
  private final Path source;
  private final Provider provider;

  private BtrfsSnapshots(Path mount) throws IOException {
    this.mount = mount;
    this.source = mount.resolve("source");
    Commands.run("btrfs", "subvolume", "create", source.toString());
    this.provider =
        ProviderRegistry.installed().create(new ProviderId(HOST, "main"), Map.of("kind", "btrfs"));
  }

  static void main(Options options) throws Exception {
    int rounds = options.number("rounds", 300);
    Report report = new Report("A btrfs snapshot: the kernel's call against the command");
    Path directory = Nodes.directory("btrfs");
    try (ScratchFileSystem scratch = ScratchFileSystem.make(directory, "btrfs", SIZE)) {
      new BtrfsSnapshots(scratch.mount()).measure(report, rounds);
    }
    Nodes.remove(directory);
    report.end();
  }

  private void measure(Report report, int rounds) throws Exception {
    long[] call = new long[rounds];
    long[] commit = new long[rounds];
    long[] command = new long[rounds];
    double[] ofCall = new double[rounds];
    double[] ofCommit = new double[rounds];
    Random order = new Random(1);
    for (int i = -WARM_UP; i < rounds; i++) {
      int slot = Math.max(i, 0);
      String name = "copy-" + (i + WARM_UP);
      // Whoever goes first would otherwise pay for what the others left behind.
      int turn = order.nextInt(3);
      for (int k = 0; k < 3; k++) {
        switch ((turn + k) % 3) {
          case 0 -> call[slot] = call(name);
          case 1 -> commit[slot] = commit(name);
          default -> command[slot] = command(name);
        }
      }
      ofCall[slot] = (double) call[slot] / command[slot];
      ofCommit[slot] = (double) commit[slot] / command[slot];
    }
    report.figures("the call alone", Figures.millis(call));
    report.figures("Commit of the provider, with its marker", Figures.millis(commit));
    report.figures("btrfs subvolume snapshot -r", Figures.millis(command));
    report.figures("the call × the command, round by round (≤ 0.5)", Figures.of("×", ofCall));
    report.figures("Commit × the command, round by round", Figures.of("×", ofCommit));
  }

  /** Something new to copy, as there always is. */
  private void write() throws IOException {
    Files.write(source.resolve("file"), new byte[16384]);
  }

  private long call(String name) throws IOException {
    write();
    try (Descriptor from = Descriptor.ofDirectory(source);
        Descriptor parent = Descriptor.ofDirectory(mount)) {
      long before = System.nanoTime();
      Subvolumes.snapshot(from, parent, name + ".call");
      return System.nanoTime() - before;
    }
  }

  private long commit(String name) throws Exception {
    Marker begun = marker(name, Optional.empty());
    Receipt receipt =
        new Receipt(
            new ProviderId(HOST, "main"),
            begun.snapshot().set(),
            Epoch.FIRST,
            new Incarnation(1),
            Digest.of("holds", List.of(name)),
            Sorted.set(List.of(begun.snapshot().volume())));
    List<Marker> before = List.of(begun);
    List<Marker> cut = List.of(marker(name, Optional.of(receipt)));
    provider.run(ProviderStep.BEGIN_PREPARE, before, false);
    provider.run(ProviderStep.END_PREPARE, before, false);
    provider.run(ProviderStep.PRE_COMMIT, before, false);
    write();
    long start = System.nanoTime();
    provider.run(ProviderStep.COMMIT, cut, false);
    long nanos = System.nanoTime() - start;
    provider.run(ProviderStep.POST_FINAL_COMMIT, cut, false);
    return nanos;
  }

  private Marker marker(String name, Optional<Receipt> receipt) {
    SnapshotId snapshot = new SnapshotId(new SetId(name), new Volume(HOST, source.toString()));
    return new Marker(snapshot, new SessionId(name), Epoch.FIRST, new SlotEpoch(1), false, receipt);
  }

  private long command(String name) throws IOException {
    write();
    String copy = mount.resolve(name + ".command").toString();
    long before = System.nanoTime();
    Commands.run("btrfs", "subvolume", "snapshot", "-r", source.toString(), copy);
    return System.nanoTime() - before;
  }
}
