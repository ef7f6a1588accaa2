package io.lull.wire.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
  private static String yaml(String json) {
    return Yaml.of(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void reads_like_yaml() {
    assertThat(yaml("{\"a\":{\"b\":[1,{\"c\":true,\"d\":[]},[2]]},\"e\":{},\"f\":\"a:/x\"}"))
        .isEqualTo(
            """
            a:
              b:
                - 1
                - c: true
                  d: []
                - - 2
            e: {}
            f: a:/x
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no",
        "Yes",
        "null",
        "~",
        "1",
        "1e3",
        "0x1f",
        "2026-11-21",
        "12:30:00",
        "a: b",
        "a #b",
        "",
        " a",
        "a ",
        "-",
        "- a",
        "?",
        "*a",
        "&a",
        "!a",
        "{a",
        "[a",
        "\"",
        "\\",
        "a\nb",
        "\t",
        "\u0007",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\ud83d\ude00",
        "%a",
        "@a",
        "`a",
        "=",
        "<<",
        "a:",
        "on",
        "N",
        "_",
        "plain",
        "/srv/data",
        "ä"
      })
  void means_the_same_text_as_value_and_as_key(String text) {
    String json = Json.plain(Wire.json().write(new Said(text, Map.of(text, text))));

    Map<String, Object> read = new org.yaml.snakeyaml.Yaml().load(yaml(json));

    assertThat(read).isEqualTo(Map.of("text", text, "map", Map.of(text, text)));
  }

  record Said(String text, Map<String, String> map) {}

  @Test
  void a_key_that_is_too_long_for_a_key_is_announced() {
    String key = "/" + "x".repeat(3000);

    Object read = new org.yaml.snakeyaml.Yaml().load(yaml("[{\"" + key + "\":{\"a\":1}}]"));

    assertThat(read).isEqualTo(List.of(Map.of(key, Map.of("a", 1))));
  }
}
