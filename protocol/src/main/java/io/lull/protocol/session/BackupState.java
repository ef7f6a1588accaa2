package io.lull.protocol.session;

import io.lull.protocol.writer.BackupType;

/**
 * What a requester wants backed up.
 *
 * @param componentMode whether it picks components; otherwise every writer takes part whole
 */
public record BackupState(boolean componentMode, boolean bootable, BackupType type) {}
