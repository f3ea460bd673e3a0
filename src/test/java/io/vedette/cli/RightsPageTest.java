package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import io.vedette.transport.access.Right;
import io.vedette.transport.access.Rights;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that administrators grant rights by, compared with what the roles really ask for. */
class RightsPageTest {
  private static final Path PAGE = Path.of("docs/kafka-rights.md");
  private static final String BEGIN = "## Roles\n";

  @Test
  void shouldNameEveryRightOfEveryRole() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(page).contains(BEGIN);
    assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length())).isEqualTo(roles());
  }

  private static String roles() {
    VedetteSettings settings = new Settings(Map.of()).bind(VedetteSettings.class);
    return new RoleRights(new Topics(settings.transport()), settings.groups())
        .all().stream().map(RightsPageTest::section).collect(Collectors.joining());
  }

  private static String section(Rights rights) {
    StringBuilder section = new StringBuilder();
    section.append("\n### ").append(rights.role()).append("\n```\n");
    rights.rights().forEach(right -> section.append(command(rights.role(), right)));
    return section.append("```\n").toString();
  }

  private static String command(String role, Right right) {
    return "kafka-acls --add --allow-principal User:%s %s\n"
        .formatted(role.replaceAll("[^a-z]+", "-"), right.options());
  }
}
