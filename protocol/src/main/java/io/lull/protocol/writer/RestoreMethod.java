package io.lull.protocol.writer;

/** How a writer wants its files put back; fixed when the backup is made. */
public enum RestoreMethod {
  UNDEFINED,
  RESTORE_IF_NOT_THERE,
  RESTORE_IF_CAN_REPLACE,
  STOP_RESTORE_START,
  RESTORE_STOP_START,
  RESTORE_TO_ALTERNATE_LOCATION,
  RESTORE_AT_REBOOT,
  RESTORE_AT_REBOOT_IF_CANNOT_REPLACE,
  CUSTOM
}
