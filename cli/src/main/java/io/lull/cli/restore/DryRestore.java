package io.lull.cli.restore;

import io.lull.cli.backup.Progress;
import io.lull.cli.command.Context;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Says what a restore would do, and then refuses as that would; it only looks. */
final class DryRestore {
  private final Context context;
  private final SetId set;

  DryRestore(Context context, SetId set) {
    this.context = context;
    this.set = set;
  }

  void inPlace(Wanted wanted, Sources sources) {
    try (InPlace place =
        new InPlace(wanted, sources, () -> {}, new Progress(context.surroundings()))) {
      show(wanted.picked(), true, sources, Volume::path, place.replacedBytes());
      place.demandReplaceable();
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  void out(Collection<ComponentId> components, Sources sources, Path directory) {
    try {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        TakeOut.demandEmpty(directory);
      }
      show(
          components,
          false,
          sources,
          volume -> directory.resolve(volume.path().substring(1)).toString(),
          new TreeMap<>());
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  private void show(
      Collection<ComponentId> components,
      boolean asks,
      Sources sources,
      Function<Volume, String> into,
      SortedMap<Volume, Long> replaced)
      throws IOException {
    List<Foretold.Put> volumes = new ArrayList<>();
    for (var source : sources.places().entrySet()) {
      volumes.add(
          new Foretold.Put(
              source.getKey(),
              source.getValue().toString(),
              into.apply(source.getKey()),
              Sources.bytes(source.getValue(), () -> {}),
              replaced.getOrDefault(source.getKey(), 0L)));
    }
    List<WriterId> writers =
        components.stream().filter(_ -> asks).map(ComponentId::writer).toList();
    Foretold foretold = new Foretold(set, Sorted.set(writers), Sorted.set(components), volumes);
    context.screen().show(foretold, foretold::lines);
  }

  private static Trouble failed(IOException why) {
    return Trouble.of(
        ExitCode.FAILED, "expected to look at the files, but " + Restoring.said(why), "");
  }
}
