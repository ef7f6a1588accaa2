package io.lull.protocol.provider;

/** Where a provider makes its copies; the order is the order of preference. */
public enum ProviderKind {
  HARDWARE,
  SOFTWARE,
  SYSTEM
}
