package io.vedette.console.page;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/** Pictures of pages for the documentation: kept where {@code -Dvedette.screenshots} says. */
final class Shots {
  private Shots() {}

  static void keep(Page page, String name) {
    String folder = System.getProperty("vedette.screenshots", "");
    if (!folder.isEmpty()) {
      var unused =
          page.screenshot(
              new Page.ScreenshotOptions().setPath(Path.of(folder).resolve(name + ".png")));
    }
  }
}
