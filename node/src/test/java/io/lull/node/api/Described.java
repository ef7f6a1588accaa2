package io.lull.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API, and whether a response is as it says. */
final class Described {
  private final JsonNode document;

  Described() {
    try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
      document =
          new ObjectMapper().readTree(Objects.requireNonNull(in, "openapi.json").readAllBytes());
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /** An operation, as {@code GET /v1/node}. */
  record Operation(String method, String path) {}

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            all.add(
                                new Operation(
                                    method.getKey().toUpperCase(Locale.ROOT), path.getKey()))));
    return all;
  }

  /** Fails unless the description has this response, with a body like this. */
  void check(HttpRequest request, HttpResponse<byte[]> response) {
    String path = request.uri().getRawPath();
    String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    JsonNode schema =
        operations().stream()
            .filter(one -> one.method().equals(request.method()) && matches(one.path(), path))
            .findFirst()
            .map(one -> schema(one, response.statusCode(), type))
            // Of what is no operation there can only be a problem.
            .orElseGet(() -> reference("Problem"));
    if (type.endsWith("json")) {
      assertThat(errors(schema, new String(response.body(), UTF_8)))
          .as("%s %s %s", request.method(), path, response.statusCode())
          .isEmpty();
    }
  }

  private JsonNode schema(Operation operation, int status, String type) {
    JsonNode responses =
        document
            .get("paths")
            .get(operation.path())
            .get(operation.method().toLowerCase(Locale.ROOT))
            .get("responses");
    JsonNode response = responses.get(String.valueOf(status));
    assertThat(response)
        .as("%s answered %d, which nobody described", operation, status)
        .isNotNull();
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asString().substring(1));
    }
    JsonNode content = response.get("content").get(type);
    assertThat(content).as("%s answered %d with %s", operation, status, type).isNotNull();
    return content.get("schema");
  }

  private static boolean matches(String template, String path) {
    String pattern =
        List.of(template.split("/", -1)).stream()
            .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
            .collect(java.util.stream.Collectors.joining("/"));
    return path.matches(pattern);
  }

  private JsonNode reference(String name) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("$ref", "#/components/schemas/" + name);
    return node;
  }

  private List<String> errors(JsonNode schema, String json) {
    ObjectNode whole = (ObjectNode) schema.deepCopy();
    whole.set("components", document.get("components"));
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole);
    return compiled.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }
}
