/** The node as a service of its machine: what the service manager is told of it. */
@NullMarked
package io.lull.node.service;

import org.jspecify.annotations.NullMarked;
