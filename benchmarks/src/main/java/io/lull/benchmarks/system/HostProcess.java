package io.lull.benchmarks.system;

import com.typesafe.config.ConfigFactory;
import io.lull.node.LullNode;
import io.lull.protocol.id.HostId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Another node, with one host of no-op writers, and somebody who echoes what he is asked. */
final class HostProcess implements AutoCloseable {
  private static final String PARENT = "measured";
  private static final String ECHO = "echo";
  private static final String READY = "ready ";

  private final Process process;
  private final BufferedReader said;
  private final String address;

  private HostProcess(Process process, BufferedReader said, String address) {
    this.process = process;
    this.said = said;
    this.address = address;
  }

  /** Answers everything with itself. */
  static final class Echo extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder().matchAny(any -> getSender().tell(any, getSelf())).build();
    }
  }

  static HostProcess start(Path directory, int seed, String host, int writers) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xms64m",
                    "-Xmx512m",
                    "-XX:-UsePerfData",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Bench.class.getName(),
                    "host",
                    "directory=" + directory,
                    "seed=" + seed,
                    "host=" + host,
                    "writers=" + writers))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader();
    return new HostProcess(process, said, after(said, READY));
  }

  /** Where the one is who echoes. */
  String echo() {
    return address + "/system/" + PARENT + "/" + ECHO;
  }

  /** How long the last Freeze of all of its writers took, in nanoseconds. */
  long freezeTook() throws IOException {
    return Long.parseLong(after(said, "freeze "));
  }

  private static String after(BufferedReader said, String prefix) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
    }
    throw new IOException("expected a line that begins with " + prefix + ", but none came");
  }

  @Override
  public void close() throws IOException {
    // It ends with its input.
    process.getOutputStream().close();
    process.destroy();
  }

  /** The other process itself. */
  static void main(Options options) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Moments moments = new Moments();
    String name = options.text("host", "h1");
    LullNode node =
        LullNode.start(
            ConfigFactory.parseString(
                """
                lull {
                  node { host = node-of-%s, roles = [host] }
                  cluster { port = %d, seed-nodes = ["127.0.0.1:%s"] }
                  host.life-file = "%s/%s-life"
                }
                """
                    .formatted(
                        name,
                        Nodes.freePort(),
                        options.text("seed", ""),
                        options.text("directory", "."),
                        name)));
    new SimulatedHosts(node.system(), moments)
        .start(new HostId(name), options.number("writers", 1));
    node.system()
        .systemActorOf(
            Behaviors.setup(
                context -> {
                  Adapter.actorOf(context, Props.create(Echo.class), ECHO);
                  return Behaviors.empty();
                }),
            PARENT,
            org.apache.pekko.actor.typed.Props.empty());
    out.println(READY + node.system().address());
    Thread.ofVirtual()
        .start(
            () -> {
              while (true) {
                Nodes.await("a window", Long.MAX_VALUE, moments::complete);
                out.println("freeze " + moments.freezeTook());
                moments.clear();
              }
            });
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        // Nobody says anything; what counts is the end.
      }
    }
  }
}
