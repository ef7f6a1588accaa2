package io.lull.protocol.failure;

/** Who must act so that a failure does not come back. */
public enum Actor {
  REQUESTER("whoever asked for the backup"),
  ADMINISTRATOR("whoever runs the hosts and the cluster"),
  WRITER_AUTHOR("whoever wrote the writer"),
  PROVIDER_AUTHOR("whoever wrote the provider"),
  NOBODY("nobody: the failure explains, it asks for nothing"),
  LULL("the Lull project: this is a bug of ours");

  private final String meaning;

  Actor(String meaning) {
    this.meaning = meaning;
  }

  public String meaning() {
    return meaning;
  }
}
