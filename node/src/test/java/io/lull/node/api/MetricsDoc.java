package io.lull.node.api;

/** What docs/metrics.md says besides the table of metrics, which a real node makes. */
final class MetricsDoc {
  static final String BEFORE =
      """
      # Metrics

      `GET /metrics` on the address of the [API](api.md) answers what a node counts and measures, in the text format of
      Prometheus. It is asked of **every** node: a coordinator tells of its sessions, a host of its writers and providers. A
      host answers also when no coordinator is there, and `lull_frozen` is then as right as ever, because it is the word of
      whoever would have to thaw.

      Nothing is written, and nobody waits, when something is counted: while anything stands still its host only adds to
      numbers in memory, and the rest is worked out when it is read. No label comes from a stranger or names a session, so
      that there are as many lines after a million sessions as after one. Counters begin at 0 with each start of a node.

      ## Reading it

      Who reads needs the role viewer. Make a token, and a line for it in the file of `lull.api.tokens-file`:

      ```sh
      openssl rand -hex 32 > /etc/prometheus/lull.token
      echo "prometheus viewer sha256:$(tr -d '\\n' < /etc/prometheus/lull.token | sha256sum | cut -d' ' -f1)"
      ```

      ```yaml
      scrape_configs:
        - job_name: lull
          scheme: https                # http only on the machine itself
          authorization:
            credentials_file: /etc/prometheus/lull.token
          tls_config:
            ca_file: /etc/prometheus/lull-ca.pem
          static_configs:
            - targets: [one.example:7357, two.example:7357]
      rule_files: [/usr/share/lull/monitoring/lull-alerts.yml]
      ```

      Alert rules and a dashboard for Grafana come with the program: `share/monitoring` of the archive,
      `/usr/share/lull/monitoring` of the package. Both are tried against a real node by the tests.

      ## What there is

      """;

  static final String AFTER =
      """

      Besides these there are `jvm_*` and `process_*` of the virtual machine. `…_max` is the longest of the last minutes.

      | what others call it | here |
      |---|---|
      | dead man fired | `lull_lapses_total` |
      | thaw unconfirmed | `lull_thaw_unconfirmed`; who it is says `lull show ID` |
      | lease remaining | `lull_lease_remaining_seconds` |

      `lull_last_success_timestamp_seconds` is no number until there was a set as good as was asked for. It is looked up in
      the journal at the start, so take the largest of all coordinators: `max(lull_last_success_timestamp_seconds)`.
      """;

  private MetricsDoc() {}
}
