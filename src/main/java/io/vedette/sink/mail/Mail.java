package io.vedette.sink.mail;

import io.vedette.event.Alert;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Printable;
import io.vedette.sink.delivery.AlertSink;
import io.vedette.sink.delivery.Awaiting;
import io.vedette.sink.mail.MailSettings.Security;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.frame.FrameFetcher;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends each alert as one e-mail, whose Message-ID is the same whenever it is sent. Confined to one
 * thread.
 */
public final class Mail implements AlertSink.Delivery {
  private static final Duration FETCH = Duration.ofSeconds(2);
  // The mailbox or the message is refused, for good.
  private static final int REFUSED = 550;
  private static final int LAST_REFUSED = 556;
  private static final Set<Integer> UNAUTHORIZED = Set.of(530, 534, 535);

  private final MailSettings settings;
  private final MailClient client;
  private final FrameFetcher frames;

  /**
   * @param topics of which the frames may be attached
   */
  public Mail(Vertx vertx, MailSettings settings, KafkaAccess kafka, Topics topics) {
    this.settings = settings;
    this.client = MailClient.create(vertx, config(settings));
    this.frames = new FrameFetcher(kafka, topics);
  }

  @Override
  public List<OutputRecord> deliver(InputRecord record, Alert alert) {
    String server = "SMTP server %s:%d".formatted(settings.host(), settings.port());
    try {
      var unused =
          Awaiting.result(
              server, client.sendMail(message(alert)).toCompletionStage(), settings.timeout());
      return List.of();
    } catch (Failure e) {
      if (isUnauthorized(e)) {
        throw Failure.stop(e.getMessage() + "; check its user and password", e);
      }
      throw isRefused(e) ? Failure.skip(String.valueOf(e.getMessage()), e) : e;
    }
  }

  @Override
  public void close() {
    frames.close();
    client.close();
  }

  MailMessage message(Alert alert) {
    MailMessage message =
        new MailMessage(
                settings.from(), settings.to().get(0), Printable.line(alert.words()), text(alert))
            .setTo(settings.to())
            .addHeader("Message-ID", messageId(alert))
            .addHeader("X-Vedette-Alert", Printable.header(alert.id()));
    picture(alert)
        .ifPresent(
            jpeg ->
                message.setAttachment(
                    MailAttachment.create()
                        .setContentType("image/jpeg")
                        .setName(alert.camera() + ".jpg")
                        .setData(Buffer.buffer(jpeg))));
    return message;
  }

  private Optional<byte[]> picture(Alert alert) {
    @Nullable RecordReference place = alert.origin().frame().ref();
    return settings.picture() && place != null
        ? frames.fetch(alert.camera(), place, FETCH)
        : Optional.empty();
  }

  private static String text(Alert alert) {
    StringBuilder text = new StringBuilder(Printable.line(alert.words())).append("\n\n");
    line(text, "Camera", alert.camera());
    line(text, "Rule", alert.cause().rule());
    if (alert.cause().place() != null) {
      line(text, "Place", alert.cause().place());
    }
    line(text, "Since", DetectionJson.time(alert.cause().since()));
    line(text, "Told", DetectionJson.time(alert.origin().frame().capturedAt()));
    alert.subjects().forEach(subject -> line(text, "Object", subject.track(alert.camera())));
    line(text, "Id", alert.id());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-8s%s%n", name + ":", Printable.line(value)));
  }

  private static String messageId(Alert alert) {
    byte[] id = alert.id().getBytes(StandardCharsets.UTF_8);
    return "<" + UUID.nameUUIDFromBytes(id) + "@vedette.local>";
  }

  private static boolean isUnauthorized(Failure failure) {
    return failure.getCause() instanceof SMTPException refusal
        && UNAUTHORIZED.contains(refusal.getReplyCode());
  }

  private static boolean isRefused(Failure failure) {
    return failure.getCause() instanceof SMTPException refusal
        && refusal.getReplyCode() >= REFUSED
        && refusal.getReplyCode() <= LAST_REFUSED;
  }

  private static MailConfig config(MailSettings settings) {
    MailConfig config =
        new MailConfig(settings.host(), settings.port())
            .setStarttls(
                settings.security() == Security.STARTTLS
                    ? StartTLSOptions.REQUIRED
                    : StartTLSOptions.DISABLED)
            .setSsl(settings.security() == Security.TLS)
            .setHostnameVerificationAlgorithm("HTTPS")
            .setUserAgent("vedette")
            .setKeepAlive(false)
            .setConnectTimeout((int) settings.timeout().toMillis());
    if (settings.user() != null && settings.password() != null) {
      config.setUsername(settings.user()).setPassword(settings.password().value());
    }
    return config;
  }
}
