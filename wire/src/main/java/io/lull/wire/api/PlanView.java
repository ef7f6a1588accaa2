package io.lull.wire.api;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A plan of a node's settings, as far as everybody may see it.
 *
 * @param labels what a writer has to carry to be picked
 * @param include patterns of what is backed up; none for everything
 * @param providers patterns of the providers that are tried first
 * @param stays whether its set outlives the session
 * @param before the program that is run first, if there is one, without its arguments
 * @param after the program that is run last, in the same way
 * @param notices who is told how it went, by name, and where, without what is secret of that
 */
public record PlanView(
    String name,
    SortedMap<String, String> labels,
    List<String> include,
    List<String> exclude,
    List<String> providers,
    boolean stays,
    BackupType type,
    Grade lowest,
    Limits limits,
    Optional<String> before,
    Optional<String> after,
    SortedMap<String, String> notices) {
  public PlanView {
    labels = Sorted.map(labels);
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    providers = List.copyOf(providers);
    notices = Sorted.map(notices);
  }
}
