package usher.connect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Writes what the worker hands it. What Elasticsearch refuses goes to the connector's dead-letter
 * topic; while Elasticsearch is away or too busy, the worker hands over the same again. Offsets are
 * the worker's, and never ahead of what was written.
 */
public final class ElasticsearchSinkTask extends SinkTask {
  private static final long RETRY_AFTER_MS = 1000;

  private SinkSettings settings;
  private BulkWriter writer;

  @Override
  public void start(Map<String, String> given) {
    settings = new SinkSettings(given);
    Elasticsearch elasticsearch = new Elasticsearch(settings.url(), settings.timeout());
    writer = new BulkWriter(elasticsearch, settings.aliases());
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    Map<SinkRecord, String> refused = new LinkedHashMap<>();
    List<Document> documents = readable(records, refused);
    write(documents).forEach((document, reason) -> refused.put(document.record(), reason));
    // Only now: what is handed over again would be reported again.
    refused.forEach(this::report);
  }

  private List<Document> readable(
      Collection<SinkRecord> records, Map<SinkRecord, String> refused) {
    List<Document> documents = new ArrayList<>();
    for (SinkRecord record : records) {
      try {
        documents.add(Document.of(record, settings.versionHeader()));
      } catch (DataException error) {
        refused.put(record, error.getMessage());
      }
    }
    return documents;
  }

  private Map<Document, String> write(List<Document> documents) {
    try {
      return writer.write(documents);
    } catch (RetriableException error) {
      context.timeout(RETRY_AFTER_MS);
      throw error;
    }
  }

  /** Where nothing is tolerated this throws, and the task stops. */
  private void report(SinkRecord record, String reason) {
    DataException error = new DataException(reason);
    ErrantRecordReporter reporter = context.errantRecordReporter();
    if (reporter == null) throw new ConnectException("a document was refused", error);
    reporter.report(record, error);
  }

  @Override
  public void stop() {}

  @Override
  public String version() {
    return SinkSettings.VERSION;
  }
}
