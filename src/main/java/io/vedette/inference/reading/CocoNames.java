package io.vedette.inference.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** COCO's class names, for files that do not name their classes. */
public final class CocoNames {
  private static final String TEXT =
      """
      person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,\
      stop sign,parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,\
      backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,\
      baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,\
      knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,\
      chair,couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,\
      cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,\
      hair drier,toothbrush""";

  /** Numbers among 1–90 that no class has. */
  private static final Set<Integer> UNUSED = Set.of(12, 26, 29, 30, 45, 66, 68, 69, 71, 83);

  private static final int LAST = 90;

  /** The 80 classes in their order. */
  public static final List<String> EIGHTY =
      Collections.unmodifiableList(Arrays.asList(TEXT.split(",")));

  /** The classes by their numbers in COCO's own files, 0 and others unused. */
  public static final List<String> NINETY_ONE = byNumber();

  /** The ninety names without number 0. */
  public static final List<String> NINETY = NINETY_ONE.subList(1, NINETY_ONE.size());

  private CocoNames() {}

  /** The names for a number of classes; empty when COCO has no such list. */
  public static List<String> of(int classes) {
    return switch (classes) {
      case 80 -> EIGHTY;
      case 90 -> NINETY;
      case 91 -> NINETY_ONE;
      default -> List.of();
    };
  }

  private static List<String> byNumber() {
    List<String> names = new ArrayList<>();
    int next = 0;
    for (int number = 0; number <= LAST; number++) {
      boolean isClass = number > 0 && !UNUSED.contains(number);
      names.add(isClass ? EIGHTY.get(next++) : "class" + number);
    }
    return Collections.unmodifiableList(names);
  }
}
