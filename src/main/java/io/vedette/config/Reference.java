package io.vedette.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reference of a settings record: a YAML file with every key, its default and its meaning.
 * Loading it changes nothing.
 */
public final class Reference {
  private final StringBuilder text = new StringBuilder();

  private Reference() {}

  /** The reference of a settings record; loading it gives the defaults. */
  public static String of(Class<? extends Record> type) {
    Reference reference = new Reference();
    reference.record(type, "", "");
    return reference.text.toString();
  }

  /**
   * One key.
   *
   * @param key the full key, as {@code detect.max-age}; in maps as {@code cameras.<name>.url}
   * @param value the default, as in the file; null for a required setting
   * @param meaning one line of text
   */
  public record Entry(String key, @Nullable String value, String meaning) {}

  /** All keys of a settings record, in the order of the file. */
  public static List<Entry> entries(Class<? extends Record> type) {
    List<Entry> entries = new ArrayList<>();
    add(entries, "", type);
    return entries;
  }

  private static void add(List<Entry> entries, String prefix, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + SettingNames.kebab(component.getName());
      @Nullable Class<?> named = recordsOf(component.getGenericType());
      @Nullable Setting setting = component.getAnnotation(Setting.class);
      if (Binder.isInline(component)) {
        add(entries, prefix, component.getType());
      } else if (named != null) {
        add(entries, key + ".<name>.", named);
      } else if (component.getType().isRecord() && !Scalars.knows(component.getType())) {
        add(entries, key + ".", component.getType());
      } else {
        entries.add(
            setting == null
                ? new Entry(key, null, "")
                : new Entry(key, setting.value(), setting.doc()));
      }
    }
  }

  private void record(Class<?> type, String indent, String comment) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (Binder.isInline(component)) {
        record(component.getType(), indent, comment);
      } else {
        component(component, indent, comment);
      }
    }
  }

  private void component(RecordComponent component, String indent, String comment) {
    String key = SettingNames.kebab(component.getName());
    @Nullable Setting setting = component.getAnnotation(Setting.class);
    if (setting != null) {
      line(indent, comment, "# " + setting.doc());
    }
    Type type = component.getGenericType();
    if (type instanceof Class<?> plain && plain.isRecord() && !Scalars.knows(plain)) {
      line(indent, comment, key + ":");
      record(plain, indent + "  ", comment);
    } else if (recordsOf(type) != null) {
      line(indent, comment, key + ":");
      line(indent + "  ", "#", "example:");
      entry(type, indent);
    } else if (setting == null) {
      line(indent, "#", key + ":");
    } else {
      line(indent, comment, (key + ": " + quoted(setting.value())).stripTrailing());
    }
    if (indent.isEmpty()) {
      text.append('\n');
    }
  }

  private void entry(Type type, String indent) {
    Class<?> entry = recordsOf(type);
    if (entry != null) {
      record(entry, indent + "    ", "#");
    }
  }

  private static @Nullable Class<?> recordsOf(Type type) {
    boolean map =
        type instanceof ParameterizedType generic
            && generic.getRawType() == Map.class
            && generic.getActualTypeArguments()[1] instanceof Class<?> value
            && value.isRecord();
    return map ? (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[1] : null;
  }

  private static String quoted(String value) {
    boolean plain = value.matches("[A-Za-z0-9./_-][A-Za-z0-9./_ -]*");
    return value.isEmpty() || plain ? value : '"' + value + '"';
  }

  private void line(String indent, String comment, String content) {
    text.append(comment.isEmpty() || content.startsWith("#") ? "" : comment)
        .append(indent)
        .append(content)
        .append('\n');
  }
}
