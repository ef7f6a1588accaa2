package io.lull.cli.stream;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.wire.api.InstanceView;
import io.lull.wire.api.InstanceViews;
import java.util.List;

/** What can be streamed, and how people name it. */
final class Instances {
  private Instances() {}

  static InstanceViews all(Api api) {
    return api.get("/v1/instances", InstanceViews.class);
  }

  static String name(InstanceView instance) {
    return instance.host() + "/" + instance.instance();
  }

  /** The one that is meant by HOST/NAME, or by NAME where only one host has it. */
  static InstanceView named(Api api, String name) {
    InstanceViews all = all(api);
    List<InstanceView> meant =
        all.instances().stream()
            .filter(one -> name.equals(name(one)) || name.equals(one.instance().name()))
            .toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    if (!meant.isEmpty()) {
      throw Trouble.usage(
          "expected one instance, but '"
              + name
              + "' may be any of "
              + meant.stream().map(Instances::name).toList(),
          "Say which, as HOST/NAME");
    }
    throw Trouble.usage(
        "expected an instance, but there is no '" + name + "'",
        "'lull instances' lists those that there are"
            + (all.silent().isEmpty() ? "" : "; silent are " + all.silent()));
  }
}
