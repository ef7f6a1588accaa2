package io.lull.provider.exec;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.provider.record.CopyName;
import io.lull.provider.record.Kept;
import java.util.Map;
import java.util.TreeMap;

/** The whole environment of a command. */
record Surroundings(ProviderId provider) {
  Map<String, String> of(String command, Volume volume) {
    Map<String, String> all = new TreeMap<>();
    all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    all.put("LC_ALL", "C.UTF-8");
    all.put("LULL_COMMAND", command);
    all.put("LULL_HOST", provider.host().name());
    all.put("LULL_PROVIDER", provider.name());
    all.put("LULL_VOLUME", volume.path());
    return all;
  }

  Map<String, String> of(String command, Kept copy) {
    Map<String, String> all = of(command, copy.snapshot().volume());
    all.put("LULL_SET", copy.snapshot().set().name());
    all.put("LULL_SESSION", copy.marker().session().toString());
    all.put("LULL_COPY", CopyName.of(copy.snapshot()));
    copy.place().ifPresent(place -> all.put("LULL_PLACE", place));
    return all;
  }
}
