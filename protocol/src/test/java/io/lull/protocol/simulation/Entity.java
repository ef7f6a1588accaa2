package io.lull.protocol.simulation;

import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What keeps its state in a journal: decide, write, and only then apply, act and answer.
 *
 * <p>While a write is under way every further input waits, as an event-sourced actor has it.
 */
abstract class Entity<K extends Comparable<K>, S, I, E, F, R> {
  final SimCoordinator node;
  final K key;
  private final Machine<S, I, Instant, E, F, R> machine;
  private final Journal<K, S, E> journal;
  private final Deque<I> waiting = new ArrayDeque<>();
  private S state;
  private int seen;
  private boolean writing;
  private boolean over;

  Entity(
      SimCoordinator node,
      K key,
      Machine<S, I, Instant, E, F, R> machine,
      Journal<K, S, E> journal) {
    this.node = node;
    this.key = key;
    this.machine = machine;
    this.journal = journal;
    this.state = journal.replayed(key);
    this.seen = journal.read(key).size();
  }

  S state() {
    return state;
  }

  int seen() {
    return seen;
  }

  boolean isWriting() {
    return writing;
  }

  boolean isOver() {
    return over;
  }

  /** It does nothing any more; another one may speak for the same key. */
  void end() {
    over = true;
  }

  List<F> outstanding() {
    return machine.outstanding(state, node.calendar());
  }

  final void handle(I input) {
    if (over) {
      return;
    }
    if (writing) {
      waiting.add(input);
      return;
    }
    Decision<E, F, R> decision = machine.decide(state, input, node.calendar());
    if (decision.events().isEmpty()) {
      carryOut(input, decision);
    } else {
      write(input, decision);
    }
  }

  private void write(I input, Decision<E, F, R> decision) {
    writing = true;
    writing(input, decision.events());
    S after = machine.replay(state, decision.events());
    int life = node.life();
    node.world.plan(
        node.world.writeTime(),
        () -> {
          // What was on its way when its writer died may have arrived or not.
          boolean sent = node.life() == life || node.kernel.chance(0.5);
          boolean kept = sent && journal.append(key, seen, decision.events());
          if (kept) {
            durable(input, state, after, decision.events());
          }
          boolean told = !node.world.writeFails();
          node.after(0, () -> written(input, decision, after, kept && told));
        });
  }

  private void written(I input, Decision<E, F, R> decision, S after, boolean well) {
    if (over) {
      return;
    }
    if (!well) {
      end();
      failed();
      return;
    }
    S before = state;
    state = after;
    seen += decision.events().size();
    writing = false;
    applied(before, decision.events());
    carryOut(input, decision);
    while (!writing && !over && !waiting.isEmpty()) {
      handle(waiting.remove());
    }
  }

  private void carryOut(I input, Decision<E, F, R> decision) {
    for (F effect : decision.effects()) {
      carryOut(effect);
    }
    for (R reply : decision.replies()) {
      answer(input, reply);
    }
  }

  /** These events are about to be written. */
  void writing(I input, List<E> events) {}

  /** These events are durable, whether or not anybody lives to hear it. */
  void durable(I input, S before, S after, List<E> events) {}

  /** These events are durable and this entity has heard it. */
  void applied(S before, List<E> events) {}

  /** A write was not confirmed; nobody here knows the state any more. */
  abstract void failed();

  abstract void carryOut(F effect);

  abstract void answer(I input, R reply);
}
