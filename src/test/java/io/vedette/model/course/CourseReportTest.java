package io.vedette.model.course;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CourseReportTest {
  @Test
  void shouldSayThatItDoesNotShowAllClasses() {
    assertThat(CourseReport.curvesTitle(12)).isEqualTo("At an IoU of 0.5");
    assertThat(CourseReport.curvesTitle(80))
        .isEqualTo("At an IoU of 0.5, the first 12 of 80 classes");
  }
}
