package io.vedette.sink.mail;

import io.vedette.event.Alert;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.runtime.Failure;
import io.vedette.sink.delivery.AlertSink;
import io.vedette.sink.delivery.Awaiting;
import io.vedette.sink.mail.MailSettings.Security;
import io.vedette.text.Printable;
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
import io.vertx.ext.mail.StartTLSOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The mail sink for one recipient: each alert is one e-mail, so that a bad address affects nobody
 * else. Its Message-ID is the same whenever it is sent. Confined to one thread.
 */
public final class Mail implements AlertSink.Delivery {
  private static final Duration FETCH = Duration.ofSeconds(2);

  private final MailSettings settings;
  private final String recipient;
  private final MailClient client;
  private final FrameFetcher frames;

  /**
   * @param recipient one of the settings' addresses
   * @param topics the topics whose frames may be attached
   */
  public Mail(
      Vertx vertx, MailSettings settings, String recipient, KafkaAccess kafka, Topics topics) {
    this.settings = settings;
    this.recipient = recipient;
    this.client = MailClient.create(vertx, config(settings));
    this.frames = new FrameFetcher(kafka, topics);
  }

  @Override
  public List<OutputRecord> deliver(InputRecord record, Alert alert) {
    MailMessage message = message(alert);
    try {
      send(message);
    } catch (Failure e) {
      if (!SmtpRefusal.isTooLarge(e) || message.getAttachment() == null) {
        throw SmtpRefusal.of(e);
      }
      sendWithoutPicture(message);
    }
    return List.of();
  }

  private void sendWithoutPicture(MailMessage message) {
    try {
      send(message.setAttachment(List.of()));
    } catch (Failure e) {
      throw SmtpRefusal.of(e);
    }
  }

  private void send(MailMessage message) {
    String what =
        "mail to %s by SMTP server %s:%d".formatted(recipient, settings.host(), settings.port());
    var unused =
        Awaiting.result(what, client.sendMail(message).toCompletionStage(), settings.timeout());
  }

  @Override
  public void close() {
    frames.close();
    client.close();
  }

  MailMessage message(Alert alert) {
    MailMessage message =
        new MailMessage(settings.from(), recipient, Printable.line(alert.words()), text(alert))
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
    line(text, "Reported", DetectionJson.time(alert.origin().frame().capturedAt()));
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
    // Else connections to a server that does not answer would fill the client's pool.
    config.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    config.setIdleTimeout((int) settings.timeout().toMillis());
    if (settings.user() != null && settings.password() != null) {
      config.setUsername(settings.user()).setPassword(settings.password().value());
    }
    return config;
  }
}
