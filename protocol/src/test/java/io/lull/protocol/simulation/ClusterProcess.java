package io.lull.protocol.simulation;

/** A process of the cluster whose sessions make sets. */
abstract class ClusterProcess extends SimProcess {
  final SimWorld world;

  ClusterProcess(SimWorld world, String name) {
    super(world.kernel(), name);
    this.world = world;
  }

  @Override
  protected void trace(Object... parts) {
    world.trace(name, parts);
  }
}
