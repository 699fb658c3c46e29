package usher.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;

/** Writes documents, a batch a request: Elasticsearch has it on disk when it answers. */
final class BulkWriter {
  private static final int REFUSED = 400;
  private static final int VERSION_CONFLICT = 409;
  private static final String NO_INDEX = "index_not_found_exception";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Elasticsearch elasticsearch;
  private final List<String> aliases;

  BulkWriter(Elasticsearch elasticsearch, List<String> aliases) {
    this.elasticsearch = elasticsearch;
    this.aliases = aliases;
  }

  /**
   * Answers the documents that cannot be written as they are, each with the reason. Throws
   * RetriableException when any of them was not written for a reason that may pass; all may be
   * written again.
   */
  Map<Document, String> write(List<Document> documents) {
    if (documents.isEmpty()) return Map.of();
    Elasticsearch.Answer answer = elasticsearch.bulk(linesOf(documents));
    if (answer.status() == REFUSED) return oneByOne(documents, answer.body());
    JsonNode outcome = read(answer.body());
    if (answer.status() != 200) throw new RetriableException("Elasticsearch: " + outcome);
    return outcome.path("errors").booleanValue() ? refused(documents, outcome) : Map.of();
  }

  /** A batch that is refused as a whole has one in it that is to blame. */
  private Map<Document, String> oneByOne(List<Document> documents, String reason) {
    if (documents.size() == 1) return Map.of(documents.get(0), reason);
    Map<Document, String> refused = new LinkedHashMap<>();
    for (Document document : documents) refused.putAll(write(List.of(document)));
    return refused;
  }

  /**
   * external_gte: a record that is delivered again replaces itself. As text, as the document comes
   * as text, too: nothing about it is interpreted.
   */
  private String linesOf(List<Document> documents) {
    StringBuilder lines = new StringBuilder();
    for (Document document : documents) {
      for (String alias : aliases) {
        lines.append("{\"index\":{\"_index\":").append(quoted(alias));
        lines.append(",\"_id\":").append(quoted(document.id()));
        lines.append(",\"version\":").append(document.version());
        lines.append(",\"version_type\":\"external_gte\"}}\n");
        lines.append(document.json()).append('\n');
      }
    }
    return lines.toString();
  }

  private Map<Document, String> refused(List<Document> documents, JsonNode outcome) {
    Map<Document, String> refused = new LinkedHashMap<>();
    int at = 0;
    for (JsonNode item : outcome.path("items")) {
      JsonNode written = item.path("index");
      if (!isDone(written)) {
        String reason = written.path("error").toString();
        if (written.path("status").intValue() != REFUSED) throw new RetriableException(reason);
        refused.put(documents.get(at / aliases.size()), reason);
      }
      at++;
    }
    return refused;
  }

  /** Also what is older than what is there; and an index that is made later has it from the log. */
  private static boolean isDone(JsonNode written) {
    return !written.has("error")
        || written.path("status").intValue() == VERSION_CONFLICT
        || NO_INDEX.equals(written.path("error").path("type").textValue());
  }

  private static String quoted(String text) {
    return MAPPER.getNodeFactory().textNode(text).toString();
  }

  private static JsonNode read(String body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException error) {
      throw new RetriableException("what answers is not Elasticsearch", error);
    }
  }
}
