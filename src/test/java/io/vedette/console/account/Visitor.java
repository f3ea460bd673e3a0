package io.vedette.console.account;

import io.vedette.console.TestConsole;
import io.vedette.console.TestConsole.Reply;
import java.util.ArrayList;
import java.util.List;

/** A browser as far as logins go: it keeps its cookie and the proof of its page. */
public final class Visitor {
  private final TestConsole console;
  private String cookie = "";
  private String proof = "";

  public Visitor(TestConsole console) {
    this.console = console;
  }

  public Reply get(String path) {
    return call("GET", path, "");
  }

  public Reply call(String method, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (!cookie.isEmpty()) {
      all.addAll(List.of("Cookie", cookie));
    }
    if (!proof.isEmpty() && !all.contains("X-Vedette-Page")) {
      all.addAll(List.of("X-Vedette-Page", proof));
    }
    return keep(console.call(method, path, body, all.toArray(String[]::new)));
  }

  public Reply logIn(String name, String password) {
    return call(
        "POST", "/session", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
  }

  public String cookie() {
    return cookie;
  }

  public String proof() {
    return proof;
  }

  private Reply keep(Reply reply) {
    String set = reply.header("Set-Cookie");
    if (!set.isEmpty()) {
      cookie = set.split(";", 2)[0];
      proof = reply.text().isEmpty() ? "" : reply.json().path("proof").asText();
    }
    return reply;
  }
}
