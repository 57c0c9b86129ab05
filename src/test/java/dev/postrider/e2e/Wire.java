package dev.postrider.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The way to a server, which can be cut and fixed: connections break, and new ones are closed at
/// once, as when a service is down.
final class Wire implements AutoCloseable {
  private final ServerSocket listener;
  private final CompletableFuture<URI> target = new CompletableFuture<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Wire() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("wire").start(this::accept);
  }

  /// What clients talk to; calls wait until it leads somewhere.
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  void leadsTo(URI server) {
    target.complete(server);
  }

  void cut() {
    cut = true;
    open.forEach(Wire::closed);
  }

  void fix() {
    cut = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // Closed: nobody is served any more.
        return;
      }
    }
  }

  private void connect(Socket client) {
    URI server = target.join();
    open.add(client);
    if (cut) {
      closed(client);
      return;
    }
    try {
      Socket to = new Socket(server.getHost(), server.getPort());
      open.add(to);
      Thread.ofVirtual().start(() -> pump(client, to, server.getPort()));
      pump(to, client);
    } catch (IOException e) {
      closed(client);
    }
  }

  /// Towards the server: each request begins a read of its own, and names the server as its host.
  private void pump(Socket from, Socket to, int port) {
    Pattern host = Pattern.compile("(?i)(\r\nhost: 127\\.0\\.0\\.1:)" + listener.getLocalPort());
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        String sent = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        to.getOutputStream()
            .write(
                host.matcher(sent).replaceFirst("$1" + port).getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // One side hung up, or the wire was cut: so does the other.
    } finally {
      hangUp(from, to);
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side hung up, or the wire was cut: so does the other.
    } finally {
      hangUp(from, to);
    }
  }

  private void hangUp(Socket from, Socket to) {
    closed(from);
    closed(to);
    open.remove(from);
    open.remove(to);
  }

  private static void closed(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(Wire::closed);
  }
}
