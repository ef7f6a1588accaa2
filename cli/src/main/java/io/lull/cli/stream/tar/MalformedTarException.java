package io.lull.cli.stream.tar;

/** What should be an archive is none, or has what no archive of ours has. */
public final class MalformedTarException extends IllegalArgumentException {
  MalformedTarException(String what) {
    super(what);
  }
}
