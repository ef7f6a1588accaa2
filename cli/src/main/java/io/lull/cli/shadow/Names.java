package io.lull.cli.shadow;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.wire.Ids;
import io.lull.wire.api.NodeView;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What is typed as a name, of which that of a host may be left out: it is the node's then. */
record Names(Api api, Path directory) {
  private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*:/.*");

  private HostId host() {
    return api.get("/v1/node", NodeView.class).host();
  }

  Volume volume(String text) {
    return named(
        () ->
            ELSEWHERE.matcher(text).matches() ? Ids.volume(text) : new Volume(host(), place(text)));
  }

  WriterId writer(String text) {
    return named(() -> text.contains("/") ? Ids.writer(text) : new WriterId(host(), text));
  }

  ProviderId provider(Volume volume, String text) {
    return named(
        () -> text.contains("/") ? Ids.provider(text) : new ProviderId(volume.host(), text));
  }

  /** A writer, or a component of one. */
  String part(String text) {
    int hash = text.indexOf('#');
    return named(
        () ->
            hash < 0
                ? writer(text).toString()
                : new ComponentId(writer(text.substring(0, hash)), text.substring(hash + 1))
                    .toString());
  }

  /** A path of a copy's host; below our own directory only if we are on that host too. */
  String place(String text) {
    if (text.startsWith("/") || text.indexOf('\0') >= 0) {
      return text;
    }
    if (!api.address().isHere()) {
      throw Trouble.usage(
          "expected an absolute path, because the node is on another machine, but got '"
              + text
              + "'",
          "");
    }
    return directory.resolve(text).normalize().toString();
  }

  static <T> T named(Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), "");
    }
  }
}
