package io.lull.acceptance.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.lull.kernel.test.Real;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A real Chromium without a screen, driven as the W3C's WebDriver has it. */
final class Browser implements AutoCloseable {
  static final String ENTER = "\uE007";
  static final String TAB = "\uE004";
  static final String ESCAPE = "\uE00C";

  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final JsonFactory JSON = new JsonFactory();

  /** Asks again whenever anything on the page has changed. */
  private static final String WAIT =
      """
      const done = arguments[arguments.length - 1];
      const look = () => {
        const found = (CONDITION);
        if (found) { seen.disconnect(); done(String(found)); }
      };
      const seen = new MutationObserver(look);
      seen.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
      look();
      """;

  private final Process driver;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String session;

  private Browser(Process driver, int port, Path profile) throws Exception {
    this.driver = driver;
    String base = "http://127.0.0.1:" + port + "/session";
    String arguments =
        Pattern.compile(" ")
            .splitAsStream(
                "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
                    + " --disable-background-networking --disable-component-update --disable-sync"
                    + " --disable-dev-shm-usage --window-size=1280,900 --user-data-dir="
                    + profile)
            .map(Browser::quoted)
            .collect(Collectors.joining(","));
    String made =
        send(
            base,
            """
            {"capabilities": {"alwaysMatch": {
              "browserName": "chrome",
              "timeouts": {"script": 120000},
              "goog:chromeOptions": {"args": [%s]}}}}\
            """
                .formatted(arguments));
    this.session = base + "/" + field(made, "sessionId");
  }

  /** Starts one that knows nothing yet. */
  static Browser start(Path directory) throws Exception {
    Real.needCommand("chromium");
    Real.needCommand("chromedriver");
    Process driver =
        new ProcessBuilder("chromedriver", "--port=0").redirectErrorStream(true).start();
    try {
      Path profile = Files.createDirectory(directory.resolve("profile"));
      return new Browser(driver, port(driver.inputReader(UTF_8)), profile);
    } catch (Exception | Error failed) {
      driver.destroy();
      throw failed;
    }
  }

  private static int port(BufferedReader said) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
    }
    throw new AssertionError("expected chromedriver to start, but it ended");
  }

  void open(String address) throws Exception {
    send(session + "/url", "{\"url\": " + quoted(address) + "}");
  }

  /** Waits until an expression is true on the page, and says what it is then. */
  String await(String expression) throws Exception {
    return script("async", WAIT.replace("CONDITION", expression));
  }

  /** What an expression is now. */
  String now(String expression) throws Exception {
    return script("sync", "return String(" + expression + ")");
  }

  /** What a piece of code hands to {@code done}. */
  String run(String code) throws Exception {
    return script("async", "const done = arguments[arguments.length - 1];" + code);
  }

  private String script(String kind, String code) throws Exception {
    return field(
        send(session + "/execute/" + kind, "{\"script\": " + quoted(code) + ", \"args\": []}"),
        "value");
  }

  /** Presses keys one after the other, wherever the focus is. */
  void type(String keys) throws Exception {
    String presses =
        keys.codePoints()
            .mapToObj(Character::toString)
            .map(Browser::quoted)
            .map(
                key ->
                    "{\"type\":\"keyDown\",\"value\":%s},{\"type\":\"keyUp\",\"value\":%s}"
                        .formatted(key, key))
            .collect(Collectors.joining(","));
    send(
        session + "/actions",
        "{\"actions\": [{\"type\": \"key\", \"id\": \"keys\", \"actions\": [" + presses + "]}]}");
  }

  /** Makes the window as wide and as dark as somebody has it. */
  void look(int width, int height, String scheme) throws Exception {
    tool(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
            .formatted(width, height));
    tool(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}".formatted(scheme));
  }

  private void tool(String command, String parameters) throws Exception {
    send(
        session + "/goog/cdp/execute",
        "{\"cmd\": \"" + command + "\", \"params\": " + parameters + "}");
  }

  void picture(Path file) throws Exception {
    Files.write(file, Base64.getDecoder().decode(field(get(session + "/screenshot"), "value")));
  }

  private String get(String address) throws Exception {
    return answer(HttpRequest.newBuilder(URI.create(address)).build());
  }

  private String send(String address, String body) throws Exception {
    return answer(
        HttpRequest.newBuilder(URI.create(address)).POST(BodyPublishers.ofString(body)).build());
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError("expected the browser to obey, but it says " + answer.body());
    }
    return answer.body();
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  private static String field(String json, String name) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals(name)) {
          parser.nextToken();
          return parser.getText();
        }
      }
    }
    throw new AssertionError("expected " + name + ", but got " + json);
  }

  @Override
  public void close() throws IOException {
    try {
      answer(HttpRequest.newBuilder(URI.create(session)).DELETE().build());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
      driver.onExit().join();
      http.close();
    }
  }
}
