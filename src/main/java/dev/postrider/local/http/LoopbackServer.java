package dev.postrider.local.http;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A small HTTP/1.1 server on 127.0.0.1: every call on a virtual thread of its own, so that an
/// answer may block for as long as it likes. It never closes an idle connection by itself.
/// It answers programs of this machine, not pages in its browser ([SameOriginHandler]).
public final class LoopbackServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  /// What the server does with each call; may block.
  @FunctionalInterface
  public interface Answering {
    Reply answer(HttpCall call) throws IOException;
  }

  private final Server server;
  private final URI endpoint;

  private LoopbackServer(Server server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /// Listens at once.
  ///
  /// @param name of its threads
  /// @param port 0 for any free port
  public static LoopbackServer start(String name, int port, Answering answering) {
    return start(name, port, new Adapter(answering));
  }

  /// Listens at once, and takes URL-encoded forms too.
  ///
  /// @param name of its threads
  /// @param port 0 for any free port
  public static LoopbackServer startForForms(String name, int port, Answering answering) {
    return start(name, port, new SameOriginHandler(new Adapter(answering), true));
  }

  /// Listens at once, in front of a handler that came with somebody else's server.
  ///
  /// @param name of its threads
  /// @param port 0 for any free port
  public static LoopbackServer start(String name, int port, Handler handler) {
    return start(name, port, new SameOriginHandler(handler, false));
  }

  private static LoopbackServer start(String name, int port, SameOriginHandler handler) {
    Server server = new Server(threads(name));
    ServerConnector connector = new ServerConnector(server, http());
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception e) {
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new PortTaken(port);
      }
      throw new IllegalStateException(name + " could not listen on port " + port, e);
    }
    return new LoopbackServer(
        server, URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort()));
  }

  private static QueuedThreadPool threads(String name) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName(name);
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    return threads;
  }

  private static HttpConnectionFactory http() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    return new HttpConnectionFactory(configuration);
  }

  /// `http://127.0.0.1:port`.
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server at " + endpoint + " did not stop", e);
    }
  }

  private static final class Adapter extends Handler.Abstract {
    private final Answering answering;

    Adapter(Answering answering) {
      this.answering = answering;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      switch (reply(new HttpCall(request))) {
        case Reply.Response answer -> {
          response.setStatus(answer.status());
          answer.headers().forEach(response.getHeaders()::put);
          response.write(true, ByteBuffer.wrap(answer.body()), callback);
        }
        case Reply.HangUp() -> {
          request.getConnectionMetaData().getConnection().getEndPoint().close();
          callback.failed(new EofException("hung up on purpose"));
        }
      }
      return true;
    }

    private Reply reply(HttpCall call) throws IOException {
      try {
        return answering.answer(call);
      } catch (HttpCall.BadParameter bad) {
        return Reply.text(400, "text/plain", bad.getMessage() + "\n");
      }
    }
  }
}
