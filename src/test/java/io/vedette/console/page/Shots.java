package io.vedette.console.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Pictures of pages for the documentation: kept where {@code -Dvedette.screenshots} says. */
final class Shots {
  private static final int NARROW = 360;
  private static final int WIDE = 1280;
  private static final double SETTLED_MILLIS = 1200;

  private Shots() {}

  static void keep(Page page, String name) {
    if (!folder().isEmpty()) {
      var unused =
          page.screenshot(
              new Page.ScreenshotOptions().setPath(Path.of(folder()).resolve(name + ".png")));
    }
  }

  /** The same on a phone and on a screen, light and dark: four pictures. */
  static void keepAll(Page page, String name) {
    if (folder().isEmpty()) {
      return;
    }
    ViewportSize before = page.viewportSize();
    for (int width : List.of(NARROW, WIDE)) {
      page.setViewportSize(width, width == NARROW ? 740 : 800);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.waitForTimeout(SETTLED_MILLIS);
        keep(page, "%s-%s-%d".formatted(name, scheme.name().toLowerCase(Locale.ROOT), width));
      }
    }
    page.setViewportSize(before.width, before.height);
  }

  private static String folder() {
    return System.getProperty("vedette.screenshots", "");
  }
}
