package io.lull.cluster.config.message;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** What a host sends to the directory of every coordinator, which it finds by the receptionist. */
public interface DirectoryMessage {
  ServiceKey<DirectoryMessage> KEY = ServiceKey.create(DirectoryMessage.class, "lull-directory");

  /** The host is there, and its agent speaks for these writers and providers. */
  record HostPresent(Presence presence, ActorRef<HostMessage> agent) implements DirectoryMessage {}

  /**
   * What a host has.
   *
   * @param providers each as a session may choose it
   */
  record Presence(
      HostId host, Incarnation incarnation, Set<WriterId> writers, List<Candidate> providers) {
    public Presence {
      writers = Sorted.set(writers);
      providers = List.copyOf(providers);
    }
  }
}
