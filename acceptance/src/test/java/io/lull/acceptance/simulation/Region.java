package io.lull.acceptance.simulation;

import io.lull.coordinator.Shards.Entities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;

/**
 * The entities of one type, each on the node that the cluster believes to have it.
 *
 * <p>It does what cluster sharding with remembered entities does: starts an entity when something
 * comes for it, buffers while one stops, hands it over in good order, and starts it elsewhere when
 * its node is dead. A node that was replaced and does not know keeps its entity.
 */
final class Region<K extends Comparable<K>, M> {
  private static final long HAND_OFF_LIMIT = 60 * Clockwork.SECOND;

  private final ActorWorld world;
  private final String type;
  private final Function<Entities, BiFunction<K, ActorRef<ShardCommand>, Behavior<M>>> maker;
  private final M stop;
  private final SortedMap<K, Place> places = new TreeMap<>();
  private long made;

  /** Where an entity lives. */
  private final class Place {
    private final K key;
    private SimNode owner;
    // A node that was replaced keeps what it has, and may be the owner again.
    private final Map<SimNode, Local> locals = new HashMap<>();
    private boolean remembered;

    Place(K key, SimNode owner) {
      this.key = key;
      this.owner = owner;
    }

    Local here() {
      Local known = locals.get(owner);
      if (known == null || !owner.lives(known.life)) {
        known = new Local(this, owner);
        locals.put(owner, known);
      }
      return known;
    }

    void move(SimNode to) {
      owner = to;
      to.arrive(
          0,
          () -> {
            if (owner == to) {
              start();
            }
          });
    }

    void start() {
      if (remembered && owner.canHaveEntities()) {
        here().entity();
      }
    }
  }

  /** An entity on one life of a node. */
  private final class Local {
    private final Place place;
    private final SimNode node;
    private final int life;
    private final List<M> buffer = new ArrayList<>();
    private Optional<ActorRef<M>> entity = Optional.empty();
    private Optional<SimNode> movingTo = Optional.empty();
    private boolean stopping;

    Local(Place place, SimNode node) {
      this.place = place;
      this.node = node;
      this.life = node.life();
    }

    void deliver(M message) {
      if (stopping) {
        buffer.add(message);
      } else {
        entity().tell(message);
      }
    }

    ActorRef<M> entity() {
      if (entity.isPresent()) {
        return entity.get();
      }
      place.remembered = true;
      ActorRef<ShardCommand> shard =
          Wire.<ShardCommand>function(node.system(), "shard", type, this::told).ref();
      ActorRef<M> born =
          node.system()
              .systemActorOf(
                  maker.apply(node.entities()).apply(place.key, shard),
                  type + "-" + ++made,
                  Props.empty());
      entity = Optional.of(born);
      Wire.watch(node.system(), born, this::ended);
      return born;
    }

    private void told(ShardCommand command) {
      if (command instanceof Passivate<?>) {
        stop();
      }
    }

    void stop() {
      if (!stopping && entity.isPresent()) {
        stopping = true;
        entity.get().tell(stop);
      }
    }

    void handOff(SimNode to) {
      if (stopping || entity.isEmpty()) {
        return;
      }
      world.trace(node.name, "is to hand ", place.key, " to ", to.name);
      movingTo = Optional.of(to);
      stop();
      ActorRef<M> leaving = entity.orElseThrow();
      node.after(HAND_OFF_LIMIT, () -> kill(leaving));
    }

    private void kill(ActorRef<M> late) {
      if (entity.equals(Optional.of(late))) {
        world.trace(node.name, "has handed ", place.key, " over for too long");
        Wire.stop(late);
      }
    }

    private void ended() {
      entity = Optional.empty();
      if (!stopping) {
        world.failed(node, type + " " + place.key + " ended by itself");
      }
      stopping = false;
      place.locals.remove(node, this);
      if (place.owner != node) {
        return;
      }
      place.remembered = movingTo.isPresent();
      movingTo.filter(SimProcess::isAlive).ifPresent(place::move);
      // They find their way like any other message.
      buffer.forEach(message -> deliverLater(place, message));
    }
  }

  Region(
      ActorWorld world,
      String type,
      Function<Entities, BiFunction<K, ActorRef<ShardCommand>, Behavior<M>>> maker,
      M stop) {
    this.world = world;
    this.type = type;
    this.maker = maker;
    this.stop = stop;
  }

  /** Sends something to an entity, in the form that it has on the node where it arrives. */
  void send(SimProcess from, K key, Object shown, Function<SimNode, M> message) {
    Place place = place(key);
    SimNode owner = place.owner;
    world.trace(from.name, "→ ", type, " ", key, " on ", owner.name, " ", shown);
    world
        .network()
        .send(
            from,
            owner,
            () -> {
              if (place.owner == owner && owner.canHaveEntities()) {
                place.here().deliver(message.apply(owner));
              }
            });
  }

  private void deliverLater(Place place, M message) {
    SimNode owner = place.owner;
    owner.arrive(
        0,
        () -> {
          if (place.owner == owner && owner.canHaveEntities()) {
            place.here().deliver(message);
          }
        });
  }

  private Place place(K key) {
    return places.computeIfAbsent(key, _ -> new Place(key, world.clockwork().pick(world.nodes())));
  }

  /** A node has begun to be able to have entities, some of which may wait for it. */
  void started(SimNode node) {
    places.values().stream().filter(place -> place.owner == node).forEach(Place::start);
  }

  /** Everything that a node has is others' from now on; it need not know. */
  void moveAway(SimNode from, List<SimNode> to) {
    for (Place place : places.values()) {
      if (place.owner == from) {
        place.move(world.clockwork().pick(to));
      }
    }
  }

  /** Hands one of a node's entities over in good order. */
  void handOff(SimNode from, List<SimNode> to) {
    List<Place> here =
        places.values().stream()
            .filter(place -> place.owner == from && place.locals.containsKey(from))
            .toList();
    if (!here.isEmpty()) {
      world.clockwork().pick(here).here().handOff(world.clockwork().pick(to));
    }
  }
}
