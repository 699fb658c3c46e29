package usher.connect;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** What can be configured of the connector. */
final class SinkSettings extends AbstractConfig {
  static final String VERSION = "1";

  private static final String URL = "elasticsearch.url";
  private static final String TIMEOUT_MS = "elasticsearch.timeout.ms";
  private static final String ALIASES = "elasticsearch.aliases";
  private static final String VERSION_HEADER = "external.version.header";

  /** The URL may hold a password: its type keeps it out of logs. */
  static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              URL,
              Type.PASSWORD,
              ConfigDef.NO_DEFAULT_VALUE,
              SinkSettings::requireUrl,
              Importance.HIGH,
              "Elasticsearch 8: http(s)://user:password@host:port")
          .define(
              ALIASES,
              Type.LIST,
              Importance.HIGH,
              "each document is written through each of these; one that leads nowhere takes none")
          .define(
              VERSION_HEADER,
              Type.STRING,
              "version",
              Importance.MEDIUM,
              "the header with a document's version; of two the larger stays")
          .define(
              TIMEOUT_MS,
              Type.INT,
              10_000,
              Range.atLeast(10),
              Importance.LOW,
              "how long Elasticsearch may take for one batch");

  /** Says nothing of what was given. */
  private static void requireUrl(String name, Object value) {
    try {
      URI url = URI.create(((Password) value).value());
      if (List.of("http", "https").contains(url.getScheme()) && url.getHost() != null) return;
    } catch (IllegalArgumentException error) {
      // Its message would show the password.
    }
    throw new ConfigException(name + " must be a URL; is the variable set that it names?");
  }

  SinkSettings(Map<String, String> given) {
    super(DEFINITION, given);
  }

  URI url() {
    return URI.create(getPassword(URL).value());
  }

  List<String> aliases() {
    return getList(ALIASES);
  }

  String versionHeader() {
    return getString(VERSION_HEADER);
  }

  Duration timeout() {
    return Duration.ofMillis(getInt(TIMEOUT_MS));
  }
}
