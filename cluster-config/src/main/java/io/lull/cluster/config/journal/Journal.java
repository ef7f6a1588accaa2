package io.lull.cluster.config.journal;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/**
 * The journal of this node, opened: locked if it is the embedded one, and of the right schema.
 *
 * <p>A node with the role {@code coordinator} gets it right after its start, so that a journal that
 * cannot be used ends the start with a sentence; later it would only be a time-out of some entity.
 */
public final class Journal implements Extension {
  private static final Id ID = new Id();
  private static final String DATABASE = "pekko-persistence-jdbc.shared-databases.lull.db";

  private final ActorSystem<?> system;
  private final JournalProfile profile;
  private final String url;
  private final Properties login = new Properties();

  private Journal(ActorSystem<?> system) {
    this.system = system;
    Config config = system.settings().config();
    this.profile = JournalProfile.ofKey(config.getString("lull.journal.profile"));
    Config database = config.getConfig(DATABASE);
    this.url = database.getString("url");
    if (profile == JournalProfile.POSTGRES) {
      login.setProperty("user", database.getString("user"));
      login.setProperty("password", database.getString("password"));
      database
          .getConfig("properties")
          .entrySet()
          .forEach(
              property ->
                  login.setProperty(property.getKey(), property.getValue().unwrapped().toString()));
    }
  }

  /**
   * The journal of this system, which is opened the first time.
   *
   * @throws JournalException if it cannot be used, for instance since another process does
   */
  public static Journal get(ActorSystem<?> system) {
    return system.registerExtension(ID);
  }

  /** All events of all entities in one order; each reader has its own, and closes it. */
  public OrderedEvents events() {
    return new OrderedEvents(this, system);
  }

  /**
   * Asks the database for an answer.
   *
   * @throws JournalException if there is none within the limit
   */
  public void check(Duration limit) {
    int seconds = Math.max(1, Math.toIntExact(limit.toSeconds()));
    boolean answers =
        JournalException.named(
            "the journal to answer",
            () -> {
              try (Connection connection = connect()) {
                return connection.isValid(seconds);
              }
            });
    if (!answers) {
      throw new JournalException(
          "expected the journal to answer within " + limit + ", but it did not");
    }
  }

  JournalProfile profile() {
    return profile;
  }

  /** A connection beside the pool of Pekko. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, login);
  }

  private void open(Path file) {
    if (profile == JournalProfile.EMBEDDED) {
      JournalLock lock = JournalLock.of(file);
      // What was registered last runs first, and the pool registers itself after this.
      Adapter.toClassic(system).registerOnTermination(lock::close);
    }
    JournalException.named(
        "a journal that can be opened",
        () -> {
          try (Connection connection = connect()) {
            new Migrator(profile, JournalProfile.MIGRATIONS).migrate(connection);
          }
          return profile;
        });
  }

  private static final class Id extends ExtensionId<Journal> {
    @Override
    public Journal createExtension(ActorSystem<?> system) {
      Journal journal = new Journal(system);
      journal.open(Path.of(system.settings().config().getString("lull.journal.embedded.file")));
      return journal;
    }
  }
}
