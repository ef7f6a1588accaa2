package io.lull.node.api;

/** Somebody who has proved who he is; how he did makes no difference to what he may do. */
record Principal(String name, ApiRole role) {}
