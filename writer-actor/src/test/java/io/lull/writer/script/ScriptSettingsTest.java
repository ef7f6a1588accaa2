package io.lull.writer.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterLevel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptSettingsTest {
  private static final WriterId WRITER = new WriterId(new HostId("host"), "scripts");

  private static ScriptSettings read(String... settings) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return ScriptSettings.read(WRITER, all);
  }

  @Test
  void what_is_not_said_is_as_it_is_documented() {
    ScriptSettings read = read("contract", "held", "held", "/bin/x y", "volumes", "/a, /b");
    assertThat(read.thawLimit()).isEqualTo(Duration.ofSeconds(10));
    assertThat(read.runDirectory()).hasToString("/run/lull");
    assertThat(read.preRestore()).isEmpty();
    assertThat(read.metadata().level()).isEqualTo(WriterLevel.BACK_END);
    assertThat(read.metadata().kind()).isEqualTo(HoldKind.NONE);
    assertThat(read.metadata().hold()).isEqualTo(Duration.ofSeconds(60));
    assertThat(read.metadata().components())
        .singleElement()
        .satisfies(component -> assertThat(component.volumes()).hasSize(2));
    assertThat(
            read("contract", "held", "held", "/x", "volumes", "/a", "behind", "host/front")
                .metadata()
                .behind())
        .isEqualTo(Optional.of(new WriterId(new HostId("host"), "front")));
  }

  @Test
  void what_is_wrong_is_said() {
    refuses("a contract", "volumes", "/a");
    refuses("qemu, pair and held", "volumes", "/a", "contract", "azure");
    refuses("volumes", "contract", "held", "held", "/x");
    refuses("did you mean thaw-limit?", "thaw-limits", "3s");
    refuses("known setting", "password-file", "/x");
    refuses("the contract qemu", "volumes", "/a", "contract", "qemu", "pre", "/x");
    refuses("both", "volumes", "/a", "contract", "qemu", "program", "/x", "directory", "/y");
    refuses("none of them", "volumes", "/a", "contract", "qemu");
    refuses("the setting post", "volumes", "/a", "contract", "pair", "pre", "/x");
    refuses("absolute path", "volumes", "/a", "contract", "held", "held", "x");
    refuses("an absolute directory", "volumes", "/a", "contract", "qemu", "directory", "x");
    refuses("false, true or files", "stops-writes", "yes", "volumes", "/a");
    refuses("a time", "thaw-limit", "0s", "volumes", "/a", "contract", "held", "held", "/x");
    refuses(
        "an absolute run-directory",
        "run-directory",
        "x",
        "volumes",
        "/a",
        "contract",
        "held",
        "held",
        "/x");
  }

  private static void refuses(String why, String... settings) {
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("scripts");
  }
}
