package io.upg.agent.artifact;

import io.upg.access.Access;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** An artifact server: {@code GET <base>/sha256/<hex>}. */
final class HttpSource implements ArtifactSource {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** A server that sends nothing for so long is taken for gone. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int SERVER_ERRORS = 500;

  private final String base;
  private final Access access;
  private final Optional<SSLSocketFactory> sockets;

  HttpSource(URI base, Access access) {
    this.base = base.toString().replaceAll("/+$", "");
    this.access = access;
    this.sockets = access.tls().map(tls -> tls.forHttp().getSocketFactory());
  }

  @Override
  public Download open(String sha256, long from) throws IOException {
    URI uri = URI.create(base + "/sha256/" + sha256);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) SILENCE.toMillis());
    if (connection instanceof HttpsURLConnection secured) {
      sockets.ifPresent(secured::setSSLSocketFactory);
    }
    access
        .token()
        .ifPresent(
            token -> {
              connection.setRequestProperty("Authorization", token.header());
              connection.setInstanceFollowRedirects(false); // it is for this server only
            });
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    int status = connection.getResponseCode();
    switch (status) {
      case HttpURLConnection.HTTP_OK:
        return new Download(connection.getInputStream(), 0, connection.getContentLengthLong());
      case HttpURLConnection.HTTP_PARTIAL:
        return new Download(connection.getInputStream(), from, connection.getContentLengthLong());
      case RANGE_NOT_SATISFIABLE:
        connection.disconnect();
        return open(sha256, 0);
      default:
        connection.disconnect();
        throw refused(uri, status);
    }
  }

  private static IOException refused(URI uri, int status) {
    String observed = "GET " + uri + " answered " + status;
    if (status == HttpURLConnection.HTTP_NOT_FOUND) {
      return new ArtifactException(
          observed + ": the artifact is not there; put it again: upg compile, or upg artifact put");
    }
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
      return new ArtifactException(
          observed + ": it wants another token; start the agent with --artifact-token-file FILE");
    }
    return status < SERVER_ERRORS && status != HttpURLConnection.HTTP_CLIENT_TIMEOUT
        ? new ArtifactException(observed + "; expected 200")
        : new IOException(observed + "; expected 200");
  }
}
