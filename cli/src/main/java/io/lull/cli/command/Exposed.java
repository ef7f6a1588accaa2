package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.text.Table;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.Exposure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where copies are shown, and how that ends. */
public final class Exposed {
  private Exposed() {}

  /** The volume of the only copy of a set. */
  public static Volume only(Copies copies) {
    List<Volume> volumes = copies.copies().stream().map(copy -> copy.snapshot().volume()).toList();
    if (volumes.size() != 1) {
      throw Trouble.usage(
          "expected --copy with one of "
              + volumes
              + ", because the set has "
              + volumes.size()
              + " copies",
          "");
    }
    return volumes.getFirst();
  }

  /** Shows a copy somewhere; the copies of its set afterwards. */
  public static Copies at(Api api, SetId set, Volume volume, String path) {
    Exposure wanted;
    try {
      wanted = new Exposure(volume, path);
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), "");
    }
    return api.good(
            Request.of("POST", "/v1/sets/" + set + "/exposures").with(Wire.json().write(wanted)))
        .as(Copies.class);
  }

  /** Takes one copy away, or all of a set; the copies afterwards. */
  public static Copies end(Api api, SetId set, @Nullable Volume volume) {
    String which =
        volume == null
            ? ""
            : "?volume=" + URLEncoder.encode(volume.toString(), StandardCharsets.UTF_8);
    try {
      return api.good(Request.of("DELETE", "/v1/sets/" + set + "/exposures" + which))
          .as(Copies.class);
    } catch (Trouble trouble) {
      throw trouble.failure().equals(Optional.of(Failure.BAD_STATE))
          ? trouble.hinting("Leave that directory, end what reads from it, and try again")
          : trouble;
    }
  }

  public static List<String> lines(Copies copies) {
    Table table = new Table("VOLUME", "PROVIDER", "PLACE", "EXPOSED AT");
    for (CopyView copy : copies.copies()) {
      table.row(
          copy.snapshot().volume(),
          copy.provider(),
          copy.place().orElse(""),
          copy.exposed().orElse(""));
    }
    return table.lines();
  }
}
