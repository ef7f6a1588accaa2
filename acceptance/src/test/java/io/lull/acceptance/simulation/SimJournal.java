package io.lull.acceptance.simulation;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.PersistentRepr$;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.concurrent.Promise;
import scala.concurrent.Promise$;
import scala.jdk.javaapi.CollectionConverters;

/** The way from the actors of one process to the journal of the world. */
public final class SimJournal extends AsyncWriteJournal {
  private final SimNode node;

  public SimJournal() {
    Config config = context().system().settings().config();
    this.node = (SimNode) Actors.process(config);
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    Promise<Iterable<Optional<Exception>>> done = Promise$.MODULE$.apply();
    List<Optional<Exception>> results = new ArrayList<>();
    for (AtomicWrite write : writes) {
      List<Object> events = new ArrayList<>();
      for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
        events.add(event.payload());
      }
      results.add(Optional.empty());
      node.world
          .journals()
          .write(
              node,
              write.persistenceId(),
              Math.toIntExact(write.lowestSequenceNr() - 1),
              events,
              well -> {
                if (!well) {
                  done.tryFailure(new IllegalStateException("the journal did not confirm"));
                } else {
                  done.trySuccess(results);
                }
              });
    }
    return done.future();
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String id, long from, long to, long most, Consumer<PersistentRepr> replay) {
    List<?> events = node.world.journals().replay(node, id);
    long last =
        Math.min(Math.min(to, events.size()), most == Long.MAX_VALUE ? most : from + most - 1);
    for (long number = Math.max(1, from); number <= last; number++) {
      replay.accept(
          PersistentRepr$.MODULE$.apply(
              events.get((int) number - 1), number, id, "", false, ActorRef.noSender(), ""));
    }
    return Future$.MODULE$.successful(null);
  }

  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String id, long from) {
    return Future$.MODULE$.successful((long) node.world.journals().read(id).size());
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String id, long to) {
    return Future$.MODULE$.failed(new UnsupportedOperationException("nothing is ever deleted"));
  }
}
