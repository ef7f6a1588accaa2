package io.lull.protocol.provider;

import io.lull.protocol.id.SetId;
import io.lull.protocol.table.Decision;
import java.util.ArrayList;
import java.util.List;

/** Collects what a rule decides, while one thing leads to the next. */
final class Outcome {
  private final List<ProviderEvent> events = new ArrayList<>();
  private final List<ProviderEffect> effects = new ArrayList<>();
  private final List<ProviderReply> replies = new ArrayList<>();
  private Provider provider;

  Outcome(Provider provider) {
    this.provider = provider;
  }

  /** The state with all that has been decided so far. */
  Provider provider() {
    return provider;
  }

  ProviderSession known(SetId set) {
    return provider.known(set);
  }

  Outcome event(ProviderEvent event) {
    events.add(event);
    provider = ProviderEvents.apply(provider, event);
    return this;
  }

  Outcome effect(ProviderEffect effect) {
    effects.add(effect);
    return this;
  }

  Outcome reply(ProviderReply reply) {
    replies.add(reply);
    return this;
  }

  Decision<ProviderEvent, ProviderEffect, ProviderReply> decision() {
    return new Decision<>(events, effects, replies);
  }
}
