package io.lull.provider.spi;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.Serial;

/**
 * A provider's word that it could not do what it was asked, and why.
 *
 * <p>A provider may report OUT_OF_MEMORY, INVALID_ARGUMENT, ACCESS_DENIED, BAD_STATE,
 * OBJECT_NOT_FOUND, INSUFFICIENT_STORAGE, VOLUME_NOT_SUPPORTED, VOLUME_NOT_SUPPORTED_BY_PROVIDER,
 * MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED and PROVIDER_VETO, and of BeginPrepare also
 * MAXIMUM_NUMBER_OF_VOLUMES_REACHED and UNSUPPORTED_CONTEXT. Anything else counts as a mistake of
 * the provider.
 */
public final class ProviderException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient Fault fault;

  public ProviderException(Fault fault) {
    super(fault.toString());
    this.fault = fault;
  }

  public ProviderException(Failure failure, String detail) {
    this(Fault.of(failure, detail));
  }

  public Fault fault() {
    return fault;
  }
}
