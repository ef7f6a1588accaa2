package io.lull.protocol.restore;

/** What a requester does with the files of a component between PreRestore and PostRestore. */
public enum RestoreAction {
  /** Put them where they came from. */
  TO_ORIGINAL,
  /** Put them where their mappings say. */
  TO_MAPPING,
  /** Put none of them anywhere; that is their file restore status, too. */
  NONE,
  /** Stop the writer's service, put them where they came from, start the service. */
  WITH_SERVICE_STOPPED,
  /** Put them where they came from; after PostRestore stop the writer's service and start it. */
  THEN_RESTART_SERVICE,
  /** Have all of them put where they came from when the host is next booted. */
  AT_REBOOT,
  /** Put each file or part of a file where the writer directs. */
  AS_DIRECTED,
  /** Follow the procedure that the writer's author has published. */
  AS_WRITER_SAYS,
  /** Nothing, and report it: the writer has contradicted itself. */
  WRITER_ERROR
}
