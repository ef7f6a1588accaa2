package io.lull.acceptance.cluster.child;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.node.LullNode;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Runs a node for each file with settings that it is given, and obeys the test that started it. */
public final class ScriptedNode {
  /** As the program itself has it: a node that has left its cluster is of no use. */
  private static final Config PROCESS =
      ConfigFactory.parseString("pekko.coordinated-shutdown.exit-jvm = on");

  private ScriptedNode() {}

  public static void main(String[] files) {
    Console.listen(Orders::obey);
    List<LullNode> nodes = new ArrayList<>();
    for (String file : files) {
      nodes.add(LullNode.start(ConfigFactory.parseFile(new File(file)).withFallback(PROCESS)));
    }
    nodes.forEach(node -> Orders.to(node.system()));
    Console.say("started");
    nodes.forEach(node -> node.system().getWhenTerminated().toCompletableFuture().join());
  }
}
