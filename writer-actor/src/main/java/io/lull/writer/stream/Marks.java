package io.lull.writer.stream;

import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.InstanceFacts;
import io.lull.protocol.stream.Logging;
import java.util.List;

/**
 * What a host remembers of the databases of an instance from one life to the next: that they are
 * there, and what their headers say of full backups.
 */
record Marks(List<Database> databases) {
  /** Those of an instance of which nothing is known. */
  static final Marks NONE = new Marks(List.of());

  Marks {
    databases = List.copyOf(databases);
  }

  /** Whether a database is attached is found out anew in each life. */
  static Marks of(InstanceFacts facts) {
    return new Marks(
        facts.databases().values().stream().map(database -> database.attached(false)).toList());
  }

  /** What a host knows of the instance before anybody has looked. */
  InstanceFacts unseen() {
    return InstanceFacts.of(Logging.RECOVERING, 1, databases);
  }
}
