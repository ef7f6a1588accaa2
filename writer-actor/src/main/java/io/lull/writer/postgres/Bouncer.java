package io.lull.writer.postgres;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.writer.database.Faults;
import io.lull.writer.guard.Barrier;
import io.lull.writer.guard.Guards;
import io.lull.writer.guard.HeldByGuard;
import io.lull.writer.pgbouncer.Console;
import io.lull.writer.pgbouncer.ConsoleException;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The PgBouncer before one server: paused, it lets nobody write. A pause outlives whoever asked for
 * it, so that the guard does.
 */
final class Bouncer {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");
  private static final int SAYS_WHO_IS_THERE = 1018;

  private final PostgresSettings settings;
  private final BouncerSettings bouncer;
  private final HeldByGuard holds;

  Bouncer(PostgresSettings settings, BouncerSettings bouncer) {
    this.settings = settings;
    this.bouncer = bouncer;
    this.holds = new HeldByGuard(settings.writer(), Guards.in(bouncer.runDirectory()));
  }

  /** Says at once what would be refused later, or would not do what it is to do. */
  void demand() throws Exception {
    bouncer.pooler().server().isHere();
    try (Console console = bouncer.pooler().open("lull looks", PATIENCE)) {
      demandVersion(console);
      Barrier.demandRights(console);
      Map<String, String> config = config(console);
      demandPatience(config);
      demandDatabases(
          console.ask("SHOW DATABASES", PATIENCE).rows(), config.getOrDefault("pool_mode", ""));
      for (Map<String, String> user : console.ask("SHOW USERS", PATIENCE).rows()) {
        demandMode("the user " + user.get("name"), user.getOrDefault("pool_mode", ""));
      }
    } catch (ConsoleException refused) {
      throw Faults.mend(
          bouncer.pooler() + " to let " + bouncer.pooler().user() + " pause it",
          "it said: " + refused.getMessage() + "; name this user in its admin_users");
    }
    prepare();
  }

  /** A guard is there from here on, unless it dies. */
  void prepare() throws WriterException, InterruptedException {
    holds.prepare();
  }

  private void demandVersion(Console console) throws IOException, WriterException {
    String said = String.join("", console.ask("SHOW VERSION", PATIENCE).rows().getFirst().values());
    // Some add to the numbers what they have changed.
    Matcher numbers = VERSION.matcher(said);
    if (!numbers.find() || number(numbers.group(1), numbers.group(2)) < SAYS_WHO_IS_THERE) {
      throw Faults.mend(
          "PgBouncer 1.18 or later, which says whose connections it has", "it is " + said);
    }
  }

  private static int number(String major, String minor) {
    return Integer.parseInt(major) * 1000 + Integer.parseInt(minor);
  }

  private static Map<String, String> config(Console console) throws IOException {
    Map<String, String> config = new HashMap<>();
    for (Map<String, String> row : console.ask("SHOW CONFIG", PATIENCE).rows()) {
      config.put(row.getOrDefault("key", ""), row.getOrDefault("value", ""));
    }
    return config;
  }

  /** It turns away whoever has waited for longer than that. */
  private void demandPatience(Map<String, String> config) throws WriterException {
    double seconds = Double.parseDouble(config.getOrDefault("query_wait_timeout", "0"));
    if (seconds > 0 && seconds * 1000 <= settings.hold().toMillis()) {
      throw Faults.mend(
          "query_wait_timeout of " + bouncer.pooler() + " to be longer than hold",
          "it is "
              + config.get("query_wait_timeout")
              + " s, so that clients would be turned away; make one of the two another");
    }
  }

  private void demandDatabases(List<Map<String, String>> all, String usual)
      throws IOException, WriterException {
    List<String> known = all.stream().map(row -> row.getOrDefault("name", "")).toList();
    for (String name : bouncer.databases()) {
      if (!known.contains(name)) {
        throw Faults.mend(
            name + " to be a database of " + bouncer.pooler(), "it knows only " + known);
      }
    }
    List<String> here = new ArrayList<>();
    for (Map<String, String> row : all) {
      String name = row.getOrDefault("name", "");
      boolean paused = bouncer.databases().isEmpty() || bouncer.databases().contains(name);
      if (name.equals("pgbouncer")) {
        continue;
      }
      if (leadsHere(row)) {
        here.add(name);
        if (!paused) {
          throw Faults.mend(
              "all ways to " + settings.server() + " to be paused",
              bouncer.pooler()
                  + " also leads there by the name "
                  + name
                  + "; add it to pgbouncer-databases");
        }
      }
      if (paused) {
        String own = row.getOrDefault("pool_mode", "");
        demandMode("the database " + name, own.isEmpty() ? usual : own);
      }
    }
    if (here.isEmpty()) {
      throw Faults.mend(
          bouncer.pooler() + " to be before " + settings.server(),
          "none of its databases leads there: " + known);
    }
  }

  private boolean leadsHere(Map<String, String> row) throws IOException {
    if (!Integer.toString(settings.server().port()).equals(row.get("port"))) {
      return false;
    }
    for (String host : row.getOrDefault("host", "").split(",")) {
      // A directory is one of a socket, and sockets are of this host.
      if (host.isEmpty() || host.startsWith("/") || isHere(host)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHere(String host) throws IOException {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException elsewhere) {
      return false;
    }
  }

  /** A pause waits until each client that has a server for itself goes, which may be never. */
  private void demandMode(String whose, String mode) throws WriterException {
    if (mode.equals("session")) {
      throw Faults.mend(
          bouncer.pooler() + " to give servers to transactions",
          whose + " has pool_mode session, so that a pause would wait until all clients have gone");
    }
  }

  Hold begin(HandlerContext context, Lease lease) throws WriterException, InterruptedException {
    return holds.begin(
        context, lease, Barrier.of(bouncer.pooler(), bouncer.databases(), lease.token()));
  }

  HoldEnd end(HoldToken token) throws Exception {
    return holds.end(token);
  }

  Collection<FoundHold> leftBehind() throws IOException, InterruptedException {
    return holds.leftBehind();
  }
}
