package io.lull.provider.btrfs;

import static io.lull.protocol.provider.ProviderFixture.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.contract.Creation;
import io.lull.provider.spi.ProviderException;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class MarkerFormTest {
  private static Marker marker(int volumes, IntFunction<String> path) {
    Volume[] all = new Volume[volumes];
    for (int i = 0; i < volumes; i++) {
      all[i] = new Volume(HOST, "/" + path.apply(i));
    }
    return Creation.of("a", all).markers(ProviderStep.COMMIT).getFirst();
  }

  /** A path that cannot be written any shorter. */
  private static String noise(Random random) {
    StringBuilder noise = new StringBuilder();
    random.ints(1000, 'a', 'z').forEach(noise::appendCodePoint);
    return noise.toString();
  }

  @Test
  void a_marker_can_be_read_as_text_and_a_long_one_still_fits() throws Exception {
    Marker small = marker(3, i -> "data" + i);
    Marker large = marker(64, i -> "a/long/path".repeat(50) + i);
    assertThat(MarkerForm.write(small)).startsWith('{');
    assertThat(MarkerForm.write(large)).hasSizeLessThan(MarkerForm.MAX);
    assertThat(MarkerForm.read(MarkerForm.write(small))).isEqualTo(small);
    assertThat(MarkerForm.read(MarkerForm.write(large))).isEqualTo(large);
  }

  @Test
  void what_fits_in_no_attribute_is_refused() {
    Random random = new Random(1);
    Marker huge = marker(64, i -> noise(random));
    assertThatThrownBy(() -> MarkerForm.write(huge))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("volumes can be written down");
  }
}
