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

/// Walks a report's XML once, element by element. A document type is refused, and with it every
/// kind of entity; so are depth, rows and text beyond the bounds.
///
/// The parser knows nothing of namespaces: it would look each declaration of an element up among
/// all those before it, so that 100,000 take seconds. To it they are attributes, of which it takes
/// as many as it is told.
final class ReportXml {
  private static final int LONGEST_TEXT = 255;

  /// Names of elements, attributes and the like: a report has forty. The parser keeps each for as
  /// long as it reads, in a table and in the JVM's, so that millions of them take seconds.
  private static final int MOST_NAMES = 200;

  /// Attributes of one element. The JDK's parser reads all of an element before it tells of it.
  private static final int MOST_ATTRIBUTES = 200;

  private static final String ATTRIBUTE_LIMIT = "jdk.xml.elementAttributeLimit";

  /// What the JDK's message has when that limit is passed.
  private static final String ATTRIBUTE_LIMIT_PASSED = "JAXP00010002";

  private static final String NAMESPACE = "xmlns";

  /// The longest path that the report's builder looks at is shorter.
  private static final int LONGEST_PATH = 100;

  private static final int LONGEST_DECLARATION = 200;
  private static final String UTF_8_MARK = "\u00ef\u00bb\u00bf";
  private static final Pattern ENCODING =
      Pattern.compile(
          "^(?:"
              + UTF_8_MARK
              + ")?<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

  private final Budget budget;

  /// The names of the open elements, with a slash between them, and where each but the first ends.
  private final StringBuilder path = new StringBuilder();

  private final Deque<Integer> parents = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private final Set<String> names = new HashSet<>();
  private final ReportBuilder report;

  ReportXml(Budget budget) {
    this.budget = budget;
    this.report = new ReportBuilder(budget);
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
      throw new BrokenReport(
          String.valueOf(e.getMessage()).contains(ATTRIBUTE_LIMIT_PASSED)
              ? "an element has more than " + MOST_ATTRIBUTES + " attributes"
              : "it is not well-formed XML");
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
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(ATTRIBUTE_LIMIT, MOST_ATTRIBUTES);
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
        start(withoutPrefix(xml.getLocalName()));
      }
      case XMLStreamConstants.PROCESSING_INSTRUCTION -> name(xml.getPITarget());
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> append(xml);
      case XMLStreamConstants.END_ELEMENT -> end();
      default -> {}
    }
  }

  private void names(XMLStreamReader xml) throws BrokenReport {
    name(xml.getLocalName());
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = xml.getAttributeLocalName(i);
      String prefix = xml.getAttributePrefix(i);
      name(name);
      name(prefix);
      if (prefix.equals(NAMESPACE) || name.equals(NAMESPACE)) {
        budget.namespace(name.length() + xml.getAttributeValue(i).length());
      }
    }
  }

  private static String withoutPrefix(String name) {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  private void name(String name) throws BrokenReport {
    if (names.add(name) && names.size() > MOST_NAMES) {
      throw new BrokenReport("it has more than " + MOST_NAMES + " names of elements");
    }
  }

  private void start(String name) throws BrokenReport {
    if (parents.isEmpty() && !name.equals("feedback")) {
      throw new BrokenReport("it is not a DMARC report");
    }
    budget.depth(parents.size() + 1);
    parents.addLast(path.length());
    path.append(path.isEmpty() ? "" : "/").append(name);
    text.setLength(0);
    if (parents.size() == 2 && name.equals("record")) {
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
    if (path.length() <= LONGEST_PATH) {
      report.element(path.toString(), text.toString().strip());
    }
    path.setLength(parents.removeLast());
    text.setLength(0);
  }
}
