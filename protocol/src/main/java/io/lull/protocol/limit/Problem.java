package io.lull.protocol.limit;

/**
 * One reason why limits cannot be used together.
 *
 * @param setting the setting to change first
 * @param detail what was expected and what is, without a full stop
 */
public record Problem(Setting setting, String detail) {
  @Override
  public String toString() {
    return setting.key() + ": " + detail;
  }
}
