package io.vedette.camera.rtsp;

import io.vedette.camera.link.Address;
import io.vedette.camera.link.Authentication;
import io.vedette.camera.link.Connection;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.camera.link.MessageHead;
import io.vedette.camera.link.WrongProtocol;
import io.vedette.text.Count;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The requests and answers on the connection to a camera: authentication, redirects, the session
 * and its keep-alive. Confined to one thread; caller closes.
 */
final class RtspDialogue implements AutoCloseable {
  /** An answer; the body is empty where it has none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(MessageHead head, byte[] body) {}

  private static final int MULTIPLE_CHOICES = 300;
  private static final int BAD_REQUEST = 400;
  private static final int MOST_TRIES = 3;
  private static final int DOLLAR = '$';
  private static final int START_OF_PAGE = '<'; // HTTP of its oldest form has no head
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final long LEAST_KEEP_ALIVE = Duration.ofSeconds(1).toNanos();
  private static final long MOST_KEEP_ALIVE = Duration.ofSeconds(30).toNanos();
  private static final Pattern REQUEST = Pattern.compile("[A-Z_]{3,20} \\S+ RTSP/1\\.\\d");
  private static final Pattern TIMEOUT = Pattern.compile("timeout\\s*=\\s*(\\d{1,5})");

  private final Connector connector;
  private Connection connection;
  private @Nullable Authentication authentication;
  private String session = "";
  private String keepAlive = "OPTIONS";
  private String keepAliveUrl;
  private long keepAliveNanos = DEFAULT_TIMEOUT.toNanos() / 2;
  private long lastSent = System.nanoTime();
  private int sequence;
  private boolean hasAnswered;
  private boolean isAccepted;
  private boolean isRepeated;
  private final EarlyPackets early = new EarlyPackets();

  RtspDialogue(Connector connector, Address address) {
    this.connector = connector;
    this.connection = connector.connect(address);
    this.authentication = address.login().map(Authentication::new).orElse(null);
    this.keepAliveUrl = address.url();
  }

  Connection connection() {
    return connection;
  }

  /** The packets that came before the answer to a request. */
  EarlyPackets early() {
    return early;
  }

  Address address() {
    return connection.address();
  }

  /** Sends a request, follows redirects and answers challenges. */
  Answer follow(String method, String... headers) {
    Answer answer = ask(method, address().url(), headers);
    while (answer.head().status() >= MULTIPLE_CHOICES && answer.head().status() < BAD_REQUEST) {
      connection = connector.redirect(connection, answer.head().field("location").orElse(null));
      authentication = address().login().map(Authentication::new).orElse(null);
      hasAnswered = false;
      isAccepted = false;
      keepAliveUrl = address().url();
      answer = ask(method, address().url(), headers);
    }
    return answer;
  }

  /** Sends a request and answers challenges; returns any other answer. */
  Answer ask(String method, String url, String... headers) {
    for (int i = 0; i < MOST_TRIES; i++) {
      boolean answered = hasAnswered;
      send(method, url, headers);
      Answer answer = await();
      if (!answer.head().isUnauthorized()) {
        isAccepted |= answered;
        return answer;
      }
      if (!isWorthAnswering(answer.head(), answered && !isAccepted)) {
        return answer;
      }
    }
    throw new LinkFailure(Kind.UNAUTHORIZED, "asks for credentials again and again");
  }

  /** Returns an answer of success. */
  static Answer require(Answer answer, String method) {
    answer.head().requireSuccess(method);
    return answer;
  }

  /** Notes the session of an answer, and its time-out without keep-alive. */
  void join(MessageHead head, String url) {
    String text = head.field("session").orElse("");
    session = text.split(";", 2)[0].strip();
    Matcher matcher = TIMEOUT.matcher(text);
    long seconds = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    Duration timeout = seconds > 0 ? Duration.ofSeconds(seconds) : DEFAULT_TIMEOUT;
    keepAliveNanos = Math.max(LEAST_KEEP_ALIVE, Math.min(MOST_KEEP_ALIVE, timeout.toNanos() / 2));
    keepAliveUrl = url;
  }

  /** Notes the methods that a camera supports. */
  void learn(MessageHead options) {
    boolean isKnown = options.field("public").orElse("").contains("GET_PARAMETER");
    keepAlive = isKnown ? "GET_PARAMETER" : "OPTIONS";
  }

  /** Sends a keep-alive request, if it is due. */
  void keepAlive() {
    if (System.nanoTime() - lastSent > keepAliveNanos) {
      isRepeated = false;
      send(keepAlive, keepAliveUrl);
    }
  }

  /** Handles a message that came between packets. */
  void take(MessageHead head) {
    if (!head.isAnswer()) {
      answer(head);
    } else if (head.isUnauthorized() && !isRepeated && isWorthAnswering(head, false)) {
      isRepeated = true; // once for each sign of life, whatever is asked for
      send(keepAlive, keepAliveUrl);
    }
  }

  /** The next message on the connection, with its body. */
  Answer message() {
    connection.traffic().message();
    MessageHead head = MessageHead.read(connection::read);
    if (head.isOf("HTTP")) {
      throw WrongProtocol.of(address());
    }
    long length = head.contentLength(0);
    if (length > SessionDescription.LARGEST) {
      throw new LinkFailure(
          Kind.EXCESSIVE,
          "announced %s in an answer; at most %s are read"
              .formatted(Count.bytes(length), Count.bytes(SessionDescription.LARGEST)));
    }
    byte[] body = new byte[(int) length];
    connection.read(body, 0, body.length);
    return new Answer(head, body);
  }

  /** Ends the session; sends TEARDOWN without waiting for the answer. */
  @Override
  public void close() {
    try {
      if (!session.isEmpty() && connection.isOpen()) {
        send("TEARDOWN", keepAliveUrl);
      }
    } catch (LinkFailure e) {
      session = ""; // the camera is gone before its session
    } finally {
      connection.close();
    }
  }

  private Answer await() {
    WrongProtocol.requireAnswer(connection);
    while (true) {
      int first = connection.peek();
      if (first == DOLLAR) {
        early.take(connection);
        continue;
      }
      if (first == START_OF_PAGE) {
        throw WrongProtocol.of(address());
      }
      Answer answer = message();
      if (!answer.head().isAnswer()) {
        answer(answer.head());
      } else if (!isLate(answer.head())) {
        return answer;
      }
    }
  }

  private boolean isLate(MessageHead head) {
    Optional<String> number = head.field("cseq");
    return number.isPresent() && !number.get().equals(Integer.toString(sequence));
  }

  private boolean isWorthAnswering(MessageHead head, boolean answered) {
    boolean isWorth =
        authentication != null
            && authentication.challenged(head.fields("www-authenticate"), answered);
    hasAnswered = isWorth;
    return isWorth;
  }

  /** Answers a request of the camera: keep-alives with success, all others with a refusal. */
  private void answer(MessageHead request) {
    if (!REQUEST.matcher(request.start()).matches()) {
      throw new LinkFailure(Kind.CORRUPT, "does not answer as RTSP asks");
    }
    String method = request.start().split(" ", 2)[0];
    boolean isKnown = method.equals("OPTIONS") || method.endsWith("_PARAMETER");
    connection.write(
        "RTSP/1.0 %s\r\nCSeq: %s\r\n\r\n"
            .formatted(
                isKnown ? "200 OK" : "501 Not Implemented", request.field("cseq").orElse("0")));
  }

  private void send(String method, String url, String... headers) {
    sequence++;
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(url).append(" RTSP/1.0\r\n");
    request.append("CSeq: ").append(sequence).append("\r\nUser-Agent: Vedette\r\n");
    for (String header : List.of(headers)) {
      request.append(header).append("\r\n");
    }
    if (!session.isEmpty()) {
      request.append("Session: ").append(session).append("\r\n");
    }
    if (authentication != null) {
      authentication
          .header(method, url)
          .ifPresent(value -> request.append("Authorization: ").append(value).append("\r\n"));
    }
    lastSent = System.nanoTime();
    connection.write(request.append("\r\n").toString());
  }
}
