package dev.postrider.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// An HTTP server on loopback that answers 200, promises a body, and hangs up in the middle of it.
final class BreakingServer implements AutoCloseable {
  private final ServerSocket server;
  private final String framing;
  private final String body;

  /// @param framing the header that says how long the body is
  /// @param body of which the first half comes
  BreakingServer(String framing, String body) throws IOException {
    this.framing = framing;
    this.body = body.substring(0, body.length() / 2);
    this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException e) {
        // closed, or the client went away: the next one counts
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    BufferedReader request =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    String line = request.readLine();
    while (line != null && !line.isEmpty()) {
      line = request.readLine();
    }
    boolean chunked = framing.toLowerCase(Locale.ROOT).contains("chunked");
    String chunk = chunked ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n" : body;
    OutputStream out = socket.getOutputStream();
    out.write(
        ("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n" + chunk)
            .getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
