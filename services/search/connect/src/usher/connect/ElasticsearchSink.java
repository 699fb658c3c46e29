package usher.connect;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes documents of a topic to Elasticsearch, see README.md; the work is its tasks'. */
public final class ElasticsearchSink extends SinkConnector {
  private Map<String, String> settings = Map.of();

  @Override
  public void start(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Partitions are shared out among tasks by Kafka: each is told the same. */
  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, settings);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return ElasticsearchSinkTask.class;
  }

  @Override
  public ConfigDef config() {
    return SinkSettings.DEFINITION;
  }

  @Override
  public void stop() {}

  @Override
  public String version() {
    return SinkSettings.VERSION;
  }
}
