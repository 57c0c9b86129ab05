package dev.postrider.local.http;

/// Another program listens on a port that a server of the stack was to have.
public final class PortTaken extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final int port;

  PortTaken(int port) {
    super("Port " + port + " is taken.");
    this.port = port;
  }

  public int port() {
    return port;
  }
}
