package usher.connect;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/** What a record says: the document with this id is so from this version on. */
record Document(SinkRecord record, String id, long version, String json) {

  /** Throws DataException for a record that says no such thing. */
  static Document of(SinkRecord record, String versionHeader) {
    Header version = record.headers().lastWithName(versionHeader);
    if (record.key() == null || record.value() == null || version == null) {
      throw new DataException("a document has a key, a value and the header " + versionHeader);
    }
    String json = record.value().toString();
    return new Document(record, record.key().toString(), number(version), oneLine(json));
  }

  private static long number(Header version) {
    try {
      return Long.parseLong(version.value().toString());
    } catch (NumberFormatException error) {
      throw new DataException("a version is a number of 63 bits", error);
    }
  }

  /** Lines end where they are sent; within JSON a line break is never more than a blank. */
  private static String oneLine(String json) {
    return json.replace('\n', ' ').replace('\r', ' ');
  }
}
