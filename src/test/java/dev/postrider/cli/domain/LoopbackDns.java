package dev.postrider.cli.domain;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Zone;

/// A small authoritative DNS server on loopback, UDP and TCP, with zones from master-file text.
public final class LoopbackDns implements AutoCloseable {
  private static final int SMALLEST_UDP = 512;

  private final Map<Name, Zone> zones = new ConcurrentHashMap<>();
  private final AtomicInteger tcpQuestions = new AtomicInteger();
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private volatile boolean silent;
  private volatile boolean refusesOthers;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Set<String> brokenDnssec = ConcurrentHashMap.newKeySet();

  /// Listens at 127.0.0.1, at a port of the system's choice.
  public LoopbackDns() throws IOException {
    this("127.0.0.1", 0);
  }

  /// Listens at an address of loopback; port 0 is one of the system's choice.
  public LoopbackDns(String address, int port) throws IOException {
    InetAddress loopback = InetAddress.getByName(address);
    tcp = new ServerSocket(port, 50, loopback);
    udp = new DatagramSocket(tcp.getLocalPort(), loopback);
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  /// Replaces a zone, whose name server is this one.
  public LoopbackDns zone(String origin, String records) {
    String address = udp.getLocalAddress().getHostAddress();
    return zone(origin, "ns1 60 IN A " + address + "\n" + records, "ns1");
  }

  /// Replaces a zone that names another name server.
  public LoopbackDns zone(String origin, String records, String nameServer) {
    String head = "@ 60 IN SOA ns1 hostmaster 1 60 60 60 60\n@ 60 IN NS " + nameServer + "\n";
    zones.put(name(origin), parsed(name(origin), head + records));
    return this;
  }

  /// From now on answers every question with SERVFAIL.
  public void fail() {
    silent = true;
  }

  /// From now on answers again.
  public void recover() {
    silent = false;
  }

  /// From now on answers questions about a name, and all below it, with SERVFAIL.
  public LoopbackDns failFor(String name) {
    failing.add(name);
    return this;
  }

  /// From now on answers questions about a name, and all below it, with SERVFAIL, unless they ask
  /// for no DNSSEC checking.
  public LoopbackDns breakDnssec(String name) {
    brokenDnssec.add(name);
    return this;
  }

  /// From now on refuses questions about zones that it does not have.
  public LoopbackDns refuseOthers() {
    refusesOthers = true;
    return this;
  }

  /// How many questions came over TCP.
  public int tcpQuestions() {
    return tcpQuestions.get();
  }

  private static Zone parsed(Name origin, String text) {
    try {
      return new Zone(origin, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException("no zone: " + text, e);
    }
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text + ".");
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] question = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] answer = udpAnswer(new Message(question));
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // closed, or a broken question: the next one counts
      }
    }
  }

  private byte[] udpAnswer(Message question) {
    OPTRecord edns = question.getOPT();
    int size = edns == null ? SMALLEST_UDP : Math.max(SMALLEST_UDP, edns.getPayloadSize());
    byte[] whole = answer(question).toWire();
    if (whole.length <= size) {
      return whole;
    }
    Message cut = reply(question);
    cut.getHeader().setFlag(Flags.TC);
    return cut.toWire();
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        byte[] answer = answer(new Message(in.readNBytes(in.readUnsignedShort()))).toWire();
        tcpQuestions.incrementAndGet();
        out.writeShort(answer.length);
        out.write(answer);
      }
    } catch (IOException e) {
      // the client went away
    }
  }

  private Message answer(Message question) {
    Message reply = reply(question);
    Record asked = question.getQuestion();
    Optional<Zone> zone =
        zones.values().stream()
            .filter(candidate -> asked.getName().subdomain(candidate.getOrigin()))
            .max(Comparator.comparingInt(candidate -> candidate.getOrigin().labels()));
    boolean checks = !question.getHeader().getFlag(Flags.CD);
    if (silent
        || covers(failing, asked.getName())
        || (checks && covers(brokenDnssec, asked.getName()))) {
      reply.getHeader().setRcode(Rcode.SERVFAIL);
    } else if (zone.isEmpty() && refusesOthers) {
      reply.getHeader().setRcode(Rcode.REFUSED);
    } else if (zone.isEmpty()) {
      reply.getHeader().setRcode(Rcode.NXDOMAIN);
    } else {
      fill(reply, zone.get(), asked);
    }
    return reply;
  }

  private static boolean covers(Set<String> names, Name asked) {
    return names.stream().anyMatch(name -> asked.subdomain(name(name)));
  }

  private static void fill(Message reply, Zone zone, Record asked) {
    SetResponse found = zone.findRecords(asked.getName(), asked.getType());
    if (found.isSuccessful()) {
      for (RRset set : found.answers()) {
        set.rrs().forEach(record -> reply.addRecord(record, Section.ANSWER));
      }
    } else if (found.isCNAME()) {
      reply.addRecord(found.getCNAME(), Section.ANSWER);
    } else if (found.isDelegation()) {
      reply.getHeader().unsetFlag(Flags.AA);
      found.getNS().rrs().forEach(record -> reply.addRecord(record, Section.AUTHORITY));
    } else {
      if (found.isNXDOMAIN()) {
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
      }
      reply.addRecord(zone.getSOA(), Section.AUTHORITY);
    }
  }

  private static Message reply(Message question) {
    Message reply = new Message(question.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.AA);
    reply.addRecord(question.getQuestion(), Section.QUESTION);
    return reply;
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
