package io.lull.cluster.config.serialization;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How one record that actors send each other is taken apart and put together again.
 *
 * <p>Its payload is anything that {@link io.lull.wire.Wire} can write: a family of the protocol, or
 * a record of such parts, which may belong to the module that sends it.
 *
 * @param <E> the record
 */
public final class EnvelopeForm<E> {
  private final String manifest;
  private final Class<E> type;
  private final Class<?> payloadType;
  private final Function<E, Object> payload;
  private final Function<E, Optional<ActorRef<?>>> replyTo;
  private final BiFunction<Object, Optional<ActorRef<?>>, E> make;

  private record Nothing() {}

  private EnvelopeForm(
      String manifest,
      Class<E> type,
      Class<?> payloadType,
      Function<E, Object> payload,
      Function<E, Optional<ActorRef<?>>> replyTo,
      BiFunction<Object, Optional<ActorRef<?>>, E> make) {
    this.manifest = manifest;
    this.type = type;
    this.payloadType = payloadType;
    this.payload = payload;
    this.replyTo = replyTo;
    this.make = make;
  }

  /**
   * A record that somebody waits for an answer to.
   *
   * @param manifest a short name, unique within the module; never that of a class
   */
  @SuppressWarnings("unchecked") // An address is that of whoever wrote it with the same form.
  public static <E, P, R> EnvelopeForm<E> asking(
      String manifest,
      Class<E> type,
      Class<P> payloadType,
      Function<E, P> payload,
      Function<E, ActorRef<R>> replyTo,
      BiFunction<P, ActorRef<R>, E> make) {
    return new EnvelopeForm<>(
        manifest,
        type,
        payloadType,
        payload::apply,
        envelope -> Optional.of(replyTo.apply(envelope)),
        (value, to) ->
            make.apply(
                payloadType.cast(value),
                (ActorRef<R>)
                    to.orElseThrow(
                        () -> new IllegalArgumentException("expected an address, but got none"))));
  }

  /** A question that says nothing but who asks. */
  public static <E, R> EnvelopeForm<E> asking(
      String manifest,
      Class<E> type,
      Function<E, ActorRef<R>> replyTo,
      Function<ActorRef<R>, E> make) {
    return EnvelopeForm.<E, Nothing, R>asking(
        manifest, type, Nothing.class, _ -> new Nothing(), replyTo, (_, to) -> make.apply(to));
  }

  /** A record that needs no answer. */
  public static <E, P> EnvelopeForm<E> telling(
      String manifest,
      Class<E> type,
      Class<P> payloadType,
      Function<E, P> payload,
      Function<P, E> make) {
    return new EnvelopeForm<>(
        manifest,
        type,
        payloadType,
        payload::apply,
        envelope -> Optional.empty(),
        (value, to) -> make.apply(payloadType.cast(value)));
  }

  String manifest() {
    return manifest;
  }

  Class<E> type() {
    return type;
  }

  Class<?> payloadType() {
    return payloadType;
  }

  Object payload(Object envelope) {
    return payload.apply(type.cast(envelope));
  }

  Optional<ActorRef<?>> replyTo(Object envelope) {
    return replyTo.apply(type.cast(envelope));
  }

  E make(Object value, Optional<ActorRef<?>> to) {
    return make.apply(value, to);
  }
}
