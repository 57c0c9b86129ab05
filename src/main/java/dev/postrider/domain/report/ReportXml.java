package dev.postrider.domain.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Walks a report's XML once, element by element. A document type is refused, and with it every
/// kind of entity; so are depth, rows and text beyond the bounds.
final class ReportXml {
  private static final int LONGEST_TEXT = 255;

  /// Names of elements, attributes and the like: a report has forty. The parser keeps each for as
  /// long as it reads, in a table and in the JVM's, so that millions of them take seconds.
  private static final int MOST_NAMES = 200;

  private static final int LONGEST_DECLARATION = 200;
  private static final String UTF_8_MARK = "\u00ef\u00bb\u00bf";
  private static final Pattern ENCODING =
      Pattern.compile(
          "^(?:"
              + UTF_8_MARK
              + ")?<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

  private final Bounds bounds;
  private final Deque<String> path = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private final Set<String> names = new HashSet<>();
  private final ReportBuilder report;

  ReportXml(Bounds bounds) {
    this.bounds = bounds;
    this.report = new ReportBuilder(bounds);
  }

  AggregateReport read(InputStream in) throws IOException {
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(decoded(in));
      while (xml.hasNext()) {
        event(xml.next(), xml);
      }
      return report.build();
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException broken) {
        throw broken;
      }
      throw new BrokenReport("it is not well-formed XML");
    }
  }

  /// Bytes that are not text become replacement characters: the JDK's parser would write a line of
  /// its own to the standard error for them.
  private static Reader decoded(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(LONGEST_DECLARATION);
    String start =
        new String(buffered.readNBytes(LONGEST_DECLARATION), StandardCharsets.ISO_8859_1);
    buffered.reset();
    if (start.startsWith(UTF_8_MARK)) {
      buffered.skipNBytes(UTF_8_MARK.length());
    }
    return new InputStreamReader(buffered, charset(start));
  }

  private static Charset charset(String start) throws BrokenReport {
    if (start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe")) {
      return StandardCharsets.UTF_16;
    }
    Matcher declared = ENCODING.matcher(start);
    try {
      return declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      throw new BrokenReport("its encoding is not known");
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  private void event(int event, XMLStreamReader xml) throws BrokenReport {
    switch (event) {
      case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new BrokenReport("it declares a document type or entities");
      case XMLStreamConstants.START_ELEMENT -> {
        names(xml);
        start(xml.getLocalName());
      }
      case XMLStreamConstants.PROCESSING_INSTRUCTION -> name(xml.getPITarget());
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(xml);
      case XMLStreamConstants.END_ELEMENT -> end();
      default -> {}
    }
  }

  private void names(XMLStreamReader xml) throws BrokenReport {
    name(xml.getLocalName());
    name(xml.getPrefix());
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      name(xml.getAttributeLocalName(i));
      name(xml.getAttributePrefix(i));
    }
    for (int i = 0; i < xml.getNamespaceCount(); i++) {
      name(xml.getNamespacePrefix(i));
    }
  }

  private void name(@Nullable String name) throws BrokenReport {
    if (name != null && names.add(name) && names.size() > MOST_NAMES) {
      throw new BrokenReport("it has more than " + MOST_NAMES + " names of elements");
    }
  }

  private void start(String name) throws BrokenReport {
    if (path.isEmpty() && !name.equals("feedback")) {
      throw new BrokenReport("it is not a DMARC report");
    }
    if (path.size() >= bounds.depth()) {
      throw new BrokenReport("its elements are nested too deep");
    }
    path.addLast(name);
    text.setLength(0);
    if (path.size() == 2 && name.equals("record")) {
      report.beginRow();
    }
  }

  private void append(XMLStreamReader xml) {
    int room = LONGEST_TEXT - text.length();
    if (room > 0) {
      int length = Math.min(room, xml.getTextLength());
      text.append(xml.getTextCharacters(), xml.getTextStart(), length);
    }
  }

  private void end() throws BrokenReport {
    report.element(String.join("/", path), text.toString().strip());
    path.removeLast();
    text.setLength(0);
  }
}
