package io.lull.cli.restore;

import io.lull.cli.backup.Progress;
import io.lull.cli.text.Table;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.value.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * What a restore would do.
 *
 * @param writers those that would be asked to make way first; none if files are only taken out
 */
public record Foretold(
    SetId set, SortedSet<WriterId> writers, SortedSet<ComponentId> components, List<Put> volumes) {
  public Foretold {
    writers = Sorted.set(writers);
    components = Sorted.set(components);
    volumes = List.copyOf(volumes);
  }

  /**
   * A volume whose content would be put somewhere.
   *
   * @param from where its copy lies
   * @param bytes how much the files of the copy have
   * @param replaced how much the files have that are there now and would go
   */
  public record Put(Volume volume, String from, String into, long bytes, long replaced) {}

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("set      " + set + ", a dry run: nobody was asked, nothing was written");
    components.forEach(one -> lines.add("of       " + one));
    writers.forEach(one -> lines.add("asks     " + one + " to make way"));
    Table table = new Table("VOLUME", "INTO", "SIZE", "REPLACES", "FROM");
    volumes.forEach(
        one ->
            table.row(
                one.volume(),
                one.into(),
                Progress.size(one.bytes()),
                Progress.size(one.replaced()),
                one.from()));
    lines.addAll(table.lines());
    return lines.stream().map(Visible::of).toList();
  }
}
