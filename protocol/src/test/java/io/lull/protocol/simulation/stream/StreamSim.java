package io.lull.protocol.simulation.stream;

import io.lull.protocol.simulation.Sim;

/** The command line of the simulator of streams. */
public final class StreamSim {
  static final Sim SIM =
      new Sim(
          "./sim --streams", (seed, trace) -> new StreamRun(seed, StreamMachines.real(), trace));

  private StreamSim() {}

  public static void main(String[] args) {
    SIM.main(args, System.out);
  }
}
