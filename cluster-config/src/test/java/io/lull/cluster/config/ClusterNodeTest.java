package io.lull.cluster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.journal.JournalException;
import io.lull.cluster.config.membership.TestNodes;
import io.lull.cluster.config.settings.SettingsException;
import io.lull.kernel.test.Ports;
import java.nio.file.Path;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterNodeTest {
  @TempDir Path directory;

  private Config settings(String more) {
    return ConfigFactory.parseString(
        "lull { cluster.port = %d, journal.embedded.file = \"%s\" }\n%s"
            .formatted(Ports.free(), directory.resolve("journal.db"), more));
  }

  @Test
  void a_node_starts_alone_and_keeps_others_from_its_journal() {
    ActorSystem<Void> node = ClusterNode.start(Behaviors.empty(), settings(""));
    try {
      TestNodes.awaitUp(node);
      assertThat(node.name()).isEqualTo("lull");
      assertThatThrownBy(() -> ClusterNode.start(Behaviors.empty(), settings("")))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("expected to be the only process");
      // A node that keeps no sessions does not touch the journal.
      ActorSystem<Void> host =
          ClusterNode.start(Behaviors.empty(), settings("lull.node.roles = [host]"));
      TestNodes.awaitUp(host);
      ActorTestKit.shutdown(host);
    } finally {
      ActorTestKit.shutdown(node);
    }
  }

  @Test
  void bad_settings_start_nothing() {
    assertThatThrownBy(
            () -> ClusterNode.start(Behaviors.empty(), settings("lull.cluster.prot = 1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("lull.cluster.port?");
  }
}
