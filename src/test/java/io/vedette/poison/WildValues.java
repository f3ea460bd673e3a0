package io.vedette.poison;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Texts, numbers and times that no record should hold, and plain texts that one may. */
final class WildValues {
  private static final String[] TEXTS = {
    "",
    " ",
    "\0",
    "\u001b[2J\u001b]0;owned\u0007",
    "a\nb\r\nWARN forged",
    "\u202egpj.exe\u2066",
    "\u2028\u2029\u00a0\ufeff",
    "\ud800",
    "../../etc/passwd",
    "a/b/+/#",
    "${file:/etc/passwd}",
    "${HOME}",
    "%s%n%d",
    "<script>alert(1)</script>",
    "@|red x|@",
    "null",
    "NaN",
    "-1",
    "1e308",
    "9223372036854775808",
    "99999999999999999999999",
    "0x7fffffff",
    "+5",
    "１２",
    "live",
    "-",
    ".",
    "..",
    "true",
    "😀".repeat(60),
    "a".repeat(101),
    "\u0301".repeat(50),
    "İ",
    "\uffff",
    "\u034f"
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "-0.0",
    "-1",
    "1.5",
    "2",
    "1e308",
    "-1e308",
    "1e999",
    "1e-320",
    "1e12",
    "2147483648",
    "-2147483649",
    "4294967296",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "10000000000001",
    "1.0000000000000002",
    "0.1e1",
    "123456789".repeat(11),
    "123456789".repeat(12),
    "NaN",
    "Infinity",
    "01",
    "1e",
    "0x10"
  };
  private static final String[] TIMES = {
    "+1000000000-12-31T23:59:59.999999999Z",
    "-1000000000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "2200-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999999Z",
    "0000-00-00T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-11-23T24:00:00Z",
    "2026-11-23T22:40:60Z",
    "2026-11-23 22:40:16Z",
    "2026-11-23T22:40:16+25:00",
    "2026-11-23",
    "yesterday",
    "1795000000"
  };
  private static final long[] MILLIS = {
    -1, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, 253_402_300_800_000L, -62_135_596_800_000L
  };
  private static final int LONG = 200_000;
  private static final int DEPTH = 10_000;

  private WildValues() {}

  static String text(Random random) {
    return switch (random.nextInt(60)) {
      case 0 -> "x".repeat(LONG);
      case 1 -> "\u202e".repeat(LONG / 3);
      case 2 -> "y".repeat(LONG / 7);
      case 3 -> TIMES[random.nextInt(TIMES.length)];
      case 4, 5, 6 -> NUMBERS[random.nextInt(NUMBERS.length)];
      default -> TEXTS[random.nextInt(TEXTS.length)];
    };
  }

  static String number(Random random) {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  static String time(Random random) {
    return TIMES[random.nextInt(TIMES.length)];
  }

  static long millis(Random random) {
    return MILLIS[random.nextInt(MILLIS.length)];
  }

  /** Any JSON, or nearly, as text. */
  static String json(Random random) {
    return switch (random.nextInt(24)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "[]";
      case 3 -> "{}";
      case 4 -> "[[[]]]";
      case 5 -> "{\"a\":{\"b\":[1,{}]}}";
      case 6 -> "";
      case 7 -> random.nextInt(10) == 0 ? "[".repeat(DEPTH) + "]".repeat(DEPTH) : "[1,2";
      case 8 ->
          random.nextInt(10) == 0 ? "{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH) : "{a:1}";
      case 9 -> random.nextInt(20) == 0 ? "[" + "0,".repeat(LONG) + "0]" : "[0,0,0,0]";
      case 10 -> "'single'";
      case 11, 12, 13, 14, 15, 16, 17, 18 -> number(random);
      default -> quoted(text(random));
    };
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    for (char unit : text.toCharArray()) {
      boolean isPlain = unit >= ' ' && unit < 0x7F && unit != '"' && unit != '\\';
      json.append(isPlain ? "" + unit : "\\u%04x".formatted((int) unit));
    }
    return json.append('"').toString();
  }

  /** A text of any characters but halves. */
  static String plain(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> "two\nlines \u001b[31m\u202e";
      case 2 -> "käse 中 🚗";
      default -> "text " + random.nextInt(1000);
    };
  }

  static byte[] bytes(Random random) {
    byte[] bytes =
        switch (random.nextInt(5)) {
          case 0 -> new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xF0, (byte) 0x9F};
          case 1 -> new byte[random.nextInt(40)];
          case 2 -> new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
          default -> text(random).getBytes(StandardCharsets.UTF_8);
        };
    if (bytes.length > 4 && random.nextInt(3) == 0) {
      random.nextBytes(bytes);
    }
    return bytes;
  }
}
