package io.lull.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.id.SetId;
import io.lull.protocol.retention.Reason;
import io.lull.wire.api.RetentionView;
import io.lull.wire.api.RetentionView.RetainedSet;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set of which a copy may go at any time, because its deletion did not end well. */
class LeavingSetTest {
  private static final String SETTINGS =
      "lull { retention.last = 1, providers.main.tricks = \"delete fail\" }\n";

  @TempDir Path directory;

  @Test
  void nothingOlderGoesBecauseOfIt() throws Exception {
    try (ApiNode api = ApiNode.start(directory, SETTINGS)) {
      SetId older = api.run(ApiTest.EVERYTHING).set().orElseThrow();
      SetId newer = api.run(ApiTest.EVERYTHING).set().orElseThrow();
      assertThat(retention(api).expired()).extracting(RetainedSet::set).containsExactly(older);

      api.send(api.as("o", "/v1/sets/" + newer).DELETE());

      CatalogueEntry left = api.get("/v1/sets/" + newer, CatalogueEntry.class);
      assertThat(left.leaving()).hasSize(1).isEqualTo(left.copies().keySet());
      assertThat(retention(api).expired()).isEmpty();
      assertThat(retention(api).sets()).extracting(RetainedSet::good).containsExactly(false, true);
      assertThat(retention(api).sets().getLast().reasons()).contains(Reason.NEWEST, Reason.LAST);

      api.send(api.as("o", "/v1/sets/" + newer).DELETE());
      assertThat(retention(api).sets()).extracting(RetainedSet::set).containsExactly(older);
    }
  }

  private static RetentionView retention(ApiNode api) throws Exception {
    return api.get("/v1/retention", RetentionView.class);
  }
}
