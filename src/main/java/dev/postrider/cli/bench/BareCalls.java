package dev.postrider.cli.bench;

import dev.postrider.aws.AwsClients;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.calls.Chunks;
import dev.postrider.calls.Fanout;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntry;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;

/// The calls to SES alone, nothing recorded: side by side with the function's own client, or as a
/// service would write them first, in order and with the SDK's defaults.
///
/// @param calls runs them
record BareCalls(SesV2Client ses, Fanout calls) implements Workload {
  private static final int BULK = 50;
  private static final String FROM = "no-reply@example.com";

  static BareCalls sideBySide() {
    return new BareCalls(AwsClients.sesForSending(), new VirtualFanout(BULK));
  }

  static BareCalls inOrder() {
    return new BareCalls(SesV2Client.create(), new OneByOne());
  }

  private static final class OneByOne implements Fanout {
    @Override
    public <T> List<T> all(List<Supplier<T>> tasks) {
      return tasks.stream().map(Supplier::get).toList();
    }
  }

  @Override
  public Runnable batch(String kind, String id, int units) {
    List<Integer> numbers = IntStream.range(0, units).boxed().toList();
    List<Supplier<Object>> tasks =
        switch (BenchMail.valueOf(kind)) {
          case PLAIN -> numbers.stream().<Supplier<Object>>map(n -> () -> send(n)).toList();
          case TEMPLATED, ENTRIES ->
              Chunks.of(numbers, BULK).stream()
                  .<Supplier<Object>>map(some -> () -> sendBulk(some))
                  .toList();
        };
    return () -> {
      var _ = calls.all(tasks);
    };
  }

  private Object send(int n) {
    return ses.sendEmail(
        email ->
            email
                .fromEmailAddress(FROM)
                .destination(to -> to.toAddresses(BenchMail.mailbox(n)))
                .content(
                    content ->
                        content.simple(
                            simple ->
                                simple
                                    .subject(subject -> subject.data(BenchMail.SUBJECT))
                                    .body(body -> body.text(t -> t.data(BenchMail.TEXT))))));
  }

  private Object sendBulk(List<Integer> numbers) {
    EmailTemplateContent invoice =
        EmailTemplateContent.builder()
            .subject(BenchMail.TEMPLATE_SUBJECT)
            .text(BenchMail.TEMPLATE_TEXT)
            .build();
    Stream<BulkEmailEntry> entries =
        numbers.stream()
            .map(
                n ->
                    BulkEmailEntry.builder()
                        .destination(to -> to.toAddresses(BenchMail.mailbox(n)))
                        .replacementEmailContent(
                            content ->
                                content.replacementTemplate(
                                    data ->
                                        data.replacementTemplateData(
                                            "{\"number\":\"2026-" + n + "\"}")))
                        .build());
    return ses.sendBulkEmail(
        bulk ->
            bulk.fromEmailAddress(FROM)
                .defaultContent(
                    content ->
                        content.template(
                            template -> template.templateContent(invoice).templateData("{}")))
                .bulkEmailEntries(entries.toList()));
  }

  @Override
  public void close() {
    ses.close();
  }
}
