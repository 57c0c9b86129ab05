package dev.postrider.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.feedback.Count;
import dev.postrider.feedback.FeedbackJournal;
import dev.postrider.feedback.FeedbackSummary;
import java.io.PrintStream;

/// One line of JSON a summary, which Lambda puts into the function's log.
final class JsonFeedbackJournal implements FeedbackJournal {
  private final JsonMapper json = JsonMapper.builder().build();
  private final PrintStream out;

  JsonFeedbackJournal(PrintStream out) {
    this.out = out;
  }

  @Override
  public void write(FeedbackSummary summary) {
    ObjectNode line = json.createObjectNode();
    line.put("level", summary.failures().isEmpty() ? "INFO" : "ERROR");
    line.put("message", "feedback");
    ObjectNode counts = line.putObject("counts");
    for (Count count : Count.values()) {
      if (summary.count(count) > 0) {
        counts.put(count.name(), summary.count(count));
      }
    }
    summary.unfamiliar().forEach(line.withArray("/unfamiliar")::add);
    summary.failures().forEach(one -> line.withArray("/failures").add(one.toString()));
    out.println(line);
  }
}
