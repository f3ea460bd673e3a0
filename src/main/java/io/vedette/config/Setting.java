package io.vedette.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The default and the meaning of one component of a settings record.
 *
 * <p>The key is the component's name in kebab-case ({@code maxAge} is {@code max-age}). A component
 * without this annotation is required; bounds are checked in the record's compact constructor,
 * which throws {@link IllegalArgumentException} with "expected …, found …".
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /**
   * The default, written as in the YAML file: {@code 500ms}, {@code 8MiB}, {@code exactly-once}.
   */
  String value();

  /** One line for the settings reference. */
  String doc();
}
