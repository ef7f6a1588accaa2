package io.lull.wire;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;

/**
 * Identities from the text that they print as.
 *
 * <p>A name never contains a separator, and paths come last, so the first separator is the right
 * one. What is left and right of it is judged by the constructors.
 */
public final class Ids {
  private Ids() {}

  /** A writer, written {@code host/name}. */
  public static WriterId writer(String text) {
    int slash = separator(text, '/', "a writer as host/name");
    return new WriterId(new HostId(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** A provider, written {@code host/name}. */
  public static ProviderId provider(String text) {
    int slash = separator(text, '/', "a provider as host/name");
    return new ProviderId(new HostId(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** A volume, written {@code host:/path}. */
  public static Volume volume(String text) {
    int colon = separator(text, ':', "a volume as host:/path");
    return new Volume(new HostId(text.substring(0, colon)), text.substring(colon + 1));
  }

  /** A component, written {@code host/writer#path}. */
  public static ComponentId component(String text) {
    int hash = separator(text, '#', "a component as host/writer#path");
    return new ComponentId(writer(text.substring(0, hash)), text.substring(hash + 1));
  }

  /** A snapshot, written {@code set@host:/path}. */
  public static SnapshotId snapshot(String text) {
    int at = separator(text, '@', "a snapshot as set@host:/path");
    return new SnapshotId(new SetId(text.substring(0, at)), volume(text.substring(at + 1)));
  }

  private static int separator(String text, char separator, String expected) {
    int found = text.indexOf(separator);
    if (found < 0) {
      throw new IllegalArgumentException(
          "expected " + expected + ", but got no '" + separator + "'");
    }
    return found;
  }
}
