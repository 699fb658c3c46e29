package usher.connect;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.apache.kafka.connect.errors.RetriableException;

/** The server, as far as it is asked for anything here. */
final class Elasticsearch {
  record Answer(int status, String body) {}

  /** Of the answer to a batch no more than is looked at. */
  private static final String BULK =
      "/_bulk?require_alias=true&filter_path=error,errors,items.*.status,items.*.error";

  private final HttpClient client;
  private final HttpRequest.Builder bulk;

  Elasticsearch(URI url, Duration timeout) {
    client = HttpClient.newBuilder().connectTimeout(timeout).build();
    bulk = HttpRequest.newBuilder(bulkOf(url)).timeout(timeout);
    bulk.header("content-type", "application/x-ndjson");
    if (url.getUserInfo() != null) bulk.header("authorization", basic(url.getUserInfo()));
  }

  /** Throws RetriableException when there is no answer in time. */
  Answer bulk(String lines) {
    HttpRequest request = bulk.copy().POST(BodyPublishers.ofString(lines)).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException error) {
      throw new RetriableException("Elasticsearch does not answer", error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new RetriableException("the worker is stopping", error);
    }
  }

  /** The client takes no name and password in an address. */
  private static URI bulkOf(URI url) {
    String path = url.getPath().replaceAll("/$", "");
    String address = url.getRawAuthority().replaceFirst("^[^@]*@", "");
    return URI.create(url.getScheme() + "://" + address + path + BULK);
  }

  private static String basic(String nameAndPassword) {
    byte[] bytes = nameAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
