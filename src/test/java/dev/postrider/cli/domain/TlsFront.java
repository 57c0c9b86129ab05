package dev.postrider.cli.domain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Encryption in front of GreenMail, which has no STARTTLS of its own: either from the first byte,
/// or after STARTTLS. Behind it GreenMail hears the same SMTP in the clear.
final class TlsFront implements AutoCloseable {
  private final ServerSocket server;
  private final int smtpPort;
  private final boolean starttls;
  private final SSLSocketFactory tls;

  TlsFront(int smtpPort, boolean starttls, SSLSocketFactory tls) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.smtpPort = smtpPort;
    this.starttls = starttls;
    this.tls = tls;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket smtp = new Socket(InetAddress.getLoopbackAddress(), smtpPort)) {
      if (starttls && !greet(client, smtp)) {
        return;
      }
      SSLSocket encrypted = (SSLSocket) tls.createSocket(client, null, true);
      encrypted.setUseClientMode(false);
      Thread back = Thread.ofVirtual().start(() -> pump(smtp, encrypted));
      pump(encrypted, smtp);
      back.join();
    } catch (IOException e) {
      // the client refused the certificate, or went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The clear part of the conversation: the greeting, EHLO, STARTTLS. Reads byte-wise through a
  /// reader of its own, since the client waits for each answer.
  private static boolean greet(Socket client, Socket smtp) throws IOException {
    BufferedReader commands =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    OutputStream answers = client.getOutputStream();
    answer(answers, "220 loopback ready");
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.startsWith("EHLO")) {
        answer(answers, "250-loopback\r\n250 STARTTLS");
      } else if (line.equals("STARTTLS")) {
        answer(answers, "220 go ahead");
        swallowGreeting(smtp);
        return true;
      } else {
        answer(answers, "530 Must issue a STARTTLS command first");
      }
    }
    return false;
  }

  private static void swallowGreeting(Socket smtp) throws IOException {
    int next = smtp.getInputStream().read();
    while (next >= 0 && next != '\n') {
      next = smtp.getInputStream().read();
    }
  }

  private static void answer(OutputStream out, String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // either side went away
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
