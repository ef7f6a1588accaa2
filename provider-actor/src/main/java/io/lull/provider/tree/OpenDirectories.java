package io.lull.provider.tree;

import io.lull.kernel.FileCalls;
import io.lull.kernel.Identity;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The directories of one tree that are open. One that nobody uses stays open for a while, because
 * its children are often wanted next, and is opened again by its names when it is wanted later: so
 * neither depth nor width of a tree is limited by descriptors or by the length of a path.
 */
final class OpenDirectories {
  private static final int IDLE_MAX = 256;

  private static final class Handle {
    private final int descriptor;
    private int users;

    private Handle(int descriptor) {
      this.descriptor = descriptor;
    }
  }

  private final Branch top;
  private final int descriptor;
  private final Optional<Identity> fence;
  private final Map<Branch, Handle> open = new HashMap<>();
  // In the order in which they fell idle.
  private final Set<Branch> idle = new LinkedHashSet<>();

  /**
   * @param descriptor of the top, which stays the caller's to close
   * @param fence who the top is, if strangers may move directories of this tree: then one that is
   *     opened again has to be the same as before, and none may be of another mount
   */
  OpenDirectories(Branch top, int descriptor, Optional<Identity> fence) {
    this.top = top;
    this.descriptor = descriptor;
    this.fence = fence;
  }

  /** The number of an open directory, which stays open until it is released as often. */
  int acquire(FileCalls calls, Branch branch) throws IOException {
    Deque<Branch> missing = new ArrayDeque<>();
    Branch nearest = branch;
    Optional<Integer> found = pin(nearest);
    while (found.isEmpty()) {
      missing.push(nearest);
      nearest = nearest.parent().orElseThrow();
      found = pin(nearest);
    }
    int current = found.get();
    while (!missing.isEmpty()) {
      Branch next = missing.pop();
      try {
        current = publish(calls, next, open(calls, current, next));
      } finally {
        release(calls, nearest);
      }
      nearest = next;
    }
    return current;
  }

  private int open(FileCalls calls, int parent, Branch branch) throws IOException {
    int opened = calls.openDirectory(parent, branch.name());
    if (fence.isPresent()) {
      try {
        Identity identity = calls.stat(opened).identity();
        if (isBeyond(fence.get(), identity) || !branch.isStill(identity.inode())) {
          throw new MovedException(branch.toString());
        }
      } catch (IOException | RuntimeException wrong) {
        calls.close(opened);
        throw wrong;
      }
    }
    return opened;
  }

  /** Whether something is of another device or mount than what is copied. */
  static boolean isBeyond(Identity top, Identity other) {
    return other.mount() != top.mount()
        || other.deviceMinor() != top.deviceMinor()
        || other.deviceMajor() != top.deviceMajor();
  }

  private synchronized Optional<Integer> pin(Branch branch) {
    if (branch == top) {
      return Optional.of(descriptor);
    }
    Handle handle = open.get(branch);
    if (handle == null) {
      return Optional.empty();
    }
    handle.users++;
    idle.remove(branch);
    return Optional.of(handle.descriptor);
  }

  private int publish(FileCalls calls, Branch branch, int opened) {
    Handle handle;
    synchronized (this) {
      handle = open.computeIfAbsent(branch, _ -> new Handle(opened));
      handle.users++;
      idle.remove(branch);
    }
    if (handle.descriptor != opened) {
      // Somebody else was faster.
      calls.close(opened);
    }
    return handle.descriptor;
  }

  void release(FileCalls calls, Branch branch) {
    if (branch == top) {
      return;
    }
    Optional<Handle> closing = Optional.empty();
    synchronized (this) {
      Handle handle = Objects.requireNonNull(open.get(branch));
      handle.users--;
      if (handle.users == 0) {
        idle.add(branch);
      }
      if (idle.size() > IDLE_MAX) {
        Iterator<Branch> oldest = idle.iterator();
        closing = Optional.ofNullable(open.remove(oldest.next()));
        oldest.remove();
      }
    }
    closing.ifPresent(handle -> calls.close(handle.descriptor));
  }

  /** Closes all of them, when nobody works with them any more. */
  synchronized void close(FileCalls calls) {
    open.values().forEach(handle -> calls.close(handle.descriptor));
    open.clear();
    idle.clear();
  }
}
