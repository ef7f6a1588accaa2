package io.lull.cluster.config.journal;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.jdbc.db.DefaultSlickDatabaseProvider;
import org.apache.pekko.persistence.jdbc.db.SlickDatabase;

/** Opens the {@link Journal} before the plug-in connects; the plug-in finds it by its name. */
public final class JournalDatabaseProvider extends DefaultSlickDatabaseProvider {
  private final ActorSystem system;

  public JournalDatabaseProvider(ActorSystem system) {
    super(system);
    this.system = system;
  }

  @Override
  public SlickDatabase database(Config config) {
    Journal.get(Adapter.toTyped(system));
    return super.database(config);
  }
}
