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
public abstract class Entity<N extends Home, K extends Comparable<K>, S, I, E, F, R> {
  public final N node;
  public final K key;
  private final Machine<S, I, Instant, E, F, R> machine;
  private final Journal<K, S, E> journal;
  private final Deque<I> waiting = new ArrayDeque<>();
  private S state;
  private int seen;
  private boolean writing;
  private boolean over;

  protected Entity(
      N node, K key, Machine<S, I, Instant, E, F, R> machine, Journal<K, S, E> journal) {
    this.node = node;
    this.key = key;
    this.machine = machine;
    this.journal = journal;
    this.state = journal.replayed(key);
    this.seen = journal.read(key).size();
  }

  public S state() {
    return state;
  }

  public int seen() {
    return seen;
  }

  public boolean isWriting() {
    return writing;
  }

  public boolean isOver() {
    return over;
  }

  /** It does nothing any more; another one may speak for the same key. */
  public void end() {
    over = true;
  }

  public List<F> outstanding() {
    return machine.outstanding(state, node.calendar());
  }

  public final void handle(I input) {
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
    node.onDisk(
        () -> {
          // What was on its way when its writer died may have arrived or not.
          boolean sent = node.life() == life || node.arrives();
          boolean kept = sent && journal.append(key, seen, decision.events());
          if (kept) {
            durable(input, state, after, decision.events());
          }
          boolean told = !node.writeFails();
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
  protected void writing(I input, List<E> events) {}

  /** These events are durable, whether or not anybody lives to hear it. */
  protected void durable(I input, S before, S after, List<E> events) {}

  /** These events are durable and this entity has heard it. */
  protected void applied(S before, List<E> events) {}

  /** A write was not confirmed; nobody here knows the state any more. */
  protected abstract void failed();

  protected abstract void carryOut(F effect);

  protected abstract void answer(I input, R reply);
}
