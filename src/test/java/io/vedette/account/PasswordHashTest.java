package io.vedette.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
  private static final String PASSWORD = "correct horse battery";

  @Test
  void shouldTellAPasswordFromOthers() {
    String hash = PasswordHash.of(PASSWORD);

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain(PASSWORD);
    assertThat(PasswordHash.isHash(hash)).isTrue();
    assertThat(PasswordHash.matches(PASSWORD, hash)).isTrue();
    assertThat(PasswordHash.matches("correct horse batterx", hash)).isFalse();
    assertThat(PasswordHash.of(PASSWORD)).as("salted").isNotEqualTo(hash);
    assertThat(PasswordHash.matches("-", null)).as("no account").isFalse();
  }

  /** RFC 9106 reference implementation: {@code argon2 somesalt -id -t 2 -k 65536 -p 1}. */
  @Test
  void shouldAgreeWithTheReferenceImplementation() {
    String hash =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(PasswordHash.matches("password", hash)).isTrue();
  }

  @Test
  void shouldRefusePasswordsThatAreEasyOrEndless() {
    for (String password : new String[] {"", "short", "x".repeat(201)}) {
      assertThatThrownBy(() -> PasswordHash.of(password)).isInstanceOf(AccountRefusal.class);
    }
  }
}
