package io.lull.wire.api;

/** Everything of a plan but the copies, to see how long whom it would hold still. */
public record RehearsalOrder(String plan) {}
