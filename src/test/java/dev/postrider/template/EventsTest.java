package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postrider.email.Decoded.Malformed;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The events are what AWS would send, and name nobody that exists.
class EventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = Path.of("events");
  private static final Pattern ADDRESS = Pattern.compile("[\\w.+-]+@([\\w-]+(?:\\.[\\w-]+)+)");
  private static final Set<String> NOT_SES_EVENTS =
      Set.of("feedback-malformed.json", "feedback-topic-test.json");

  private static final Set<String> WITH_A_MALFORMED_MESSAGE =
      Set.of(
          "dispatch-header-injection.json",
          "dispatch-malformed.json",
          "dispatch-mixed.json",
          "dispatch-unknown-field.json");

  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(EVENTS)) {
      return files.sorted().toList();
    }
  }

  static List<Path> dispatch() throws IOException {
    return startingWith("dispatch-");
  }

  static List<Path> feedback() throws IOException {
    return startingWith("feedback-");
  }

  @Test
  void every_file_is_for_one_of_the_functions() throws IOException {
    assertThat(all())
        .isNotEmpty()
        .allMatch(
            file ->
                file.getFileName()
                    .toString()
                    .matches("(dispatch-.+|feedback-.+|account-watch|awake|dmarc-report)\\.json"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void addresses_are_of_example_com_or_of_the_simulator(Path file) throws IOException {
    assertThat(ADDRESS.matcher(Files.readString(file)).results().map(r -> r.group(1)))
        .allMatch(domain -> domain.matches("example\\.com|simulator\\.amazonses\\.com"));
  }

  @ParameterizedTest
  @MethodSource("dispatch")
  void a_batch_comes_from_one_of_the_local_queues_and_its_digests_are_right(Path file)
      throws IOException {
    List<SQSEvent.SQSMessage> records = read(file, SQSEvent.class).getRecords();
    assertThat(records)
        .isNotEmpty()
        .allSatisfy(
            r -> {
              assertThat(r.getMd5OfBody()).isEqualTo(md5(r.getBody()));
              assertThat(r.getEventSourceArn())
                  .matches("arn:aws:sqs:eu-west-1:123456789012:(MailQueue|BulkQueue)");
            });
    assertThat(records).extracting(SQSEvent.SQSMessage::getMessageId).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dispatch")
  void a_message_is_malformed_only_where_the_files_name_says_so(Path file) throws IOException {
    EmailDecoder decoder = new EmailDecoder(new Defaults(null));
    long malformed =
        read(file, SQSEvent.class).getRecords().stream()
            .filter(r -> decoder.decode(r.getBody(), r.getMessageId()) instanceof Malformed)
            .count();
    assertThat(malformed)
        .isEqualTo(WITH_A_MALFORMED_MESSAGE.contains(file.getFileName().toString()) ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource("feedback")
  void a_notification_carries_an_ses_event_as_text(Path file) throws IOException {
    List<SNSEvent.SNSRecord> records = read(file, SNSEvent.class).getRecords();
    assertThat(records).hasSize(1);
    if (!NOT_SES_EVENTS.contains(file.getFileName().toString())) {
      JsonNode event = JSON.readTree(records.getFirst().getSNS().getMessage());
      assertThat(event.has("eventType") ^ event.has("notificationType")).isTrue();
      assertThat(event.path("mail").path("messageId").asText()).isNotEmpty();
      assertThat(event.path("mail").has("tags"))
          .as("only events of a configuration set have tags")
          .isEqualTo(event.has("eventType"));
    }
  }

  @Test
  void the_account_watch_is_run_by_a_schedule() throws IOException {
    assertThat(read(EVENTS.resolve("account-watch.json"), ScheduledEvent.class).getDetailType())
        .isEqualTo("Scheduled Event");
  }

  @Test
  void the_dmarc_function_is_told_of_an_object_that_the_rule_lets_through() throws IOException {
    ScheduledEvent event = read(EVENTS.resolve("dmarc-report.json"), ScheduledEvent.class);
    String pattern =
        Template.text(
            Template.map(
                Template.map(
                        Template.map(
                                Template.read().properties("DmarcReportFunction").get("Events"))
                            .get("Mail"))
                    .get("Properties")),
            "Pattern");
    assertThat(pattern)
        .contains("source=[" + event.getSource() + "]")
        .contains("detail-type=[" + event.getDetailType() + "]")
        .contains("{anything-but=AMAZON_SES_SETUP_NOTIFICATION}");
  }

  /// Reads as Lambda does.
  private static <T> T read(Path file, Class<T> type) throws IOException {
    return LambdaEventSerializers.serializerFor(type, EventsTest.class.getClassLoader())
        .fromJson(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static String md5(String body) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> startingWith(String prefix) throws IOException {
    return all().stream().filter(f -> f.getFileName().toString().startsWith(prefix)).toList();
  }
}
