package io.lull.acceptance.cluster;

import io.lull.kernel.test.Ports;
import java.util.List;

/** Where the nodes of a cluster live, and how they reach each other. */
interface Network extends AutoCloseable {
  /** A place for a node: what others reach it by, and what starts a process there. */
  record Place(String name, String address, List<String> prefix) {}

  /** The place of the test itself. */
  Place here();

  /** Where the journal listens, apart from the test itself as far as the network can tell. */
  Place journal();

  /** A new place. */
  Place place(String name);

  int freePort(Place place);

  @Override
  void close();

  /** All of them on this machine's loopback, where nobody can be cut off. */
  static Network loopback() {
    return new Network() {
      @Override
      public Place here() {
        return place("here");
      }

      @Override
      public Place journal() {
        return place("journal");
      }

      @Override
      public Place place(String name) {
        return new Place(name, "127.0.0.1", List.of());
      }

      @Override
      public int freePort(Place place) {
        return Ports.free();
      }

      @Override
      public void close() {}
    };
  }
}
