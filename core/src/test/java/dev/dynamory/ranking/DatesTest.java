package dev.dynamory.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatesTest {
  /** A Wednesday. */
  private static final LocalDate TODAY = LocalDate.of(2023, 5, 10);

  @ParameterizedTest
  @CsvSource({
    "I went yesterday, May 2023 9",
    "We left the day before yesterday, May 2023 8",
    "See you tomorrow, May 2023 11",
    "Last night was fun, May 2023 9",
    "I saw her last Friday, May 2023 5",
    "I saw her LAST FRI, May 2023 5",
    "It was on Wednesday, May 2023 3",
    "The party is next Monday, May 2023 15",
    "It happened two weeks ago, April 2023 26",
    "It happened a week ago, May 2023 3",
    "A couple of days ago it broke, May 2023 8",
    "a few days back, May 2023 7",
    "10 days ago, April 2023 30",
    "We met last weekend, May 2023 6",
    "last month, April 2023",
    "four months ago, January 2023",
    "last year, 2022",
    "three years ago, 2020",
    "next month, June 2023",
  })
  void whatTheyMeantOnTheDay(String text, String meant) {
    assertThat(Dates.in(text, TODAY)).isEqualTo(new Dates(meant, true));
  }

  @Test
  void severalAreAllMeant() {
    assertThat(Dates.in("Yesterday, or was it last Friday?", TODAY).resolved())
        .isEqualTo("May 2023 9 May 2023 5");
  }

  @Test
  void whatTellsATimeNeedNotBeRelative() {
    for (var text : List.of("in 1999", "on the 3rd", "We married in June", "for five years")) {
      assertThat(Dates.in(text, TODAY)).as(text).isEqualTo(new Dates("", true));
    }
    for (var text : List.of("", "on and on", "I am back", "this is it", "route 66", "12345")) {
      assertThat(Dates.in(text, TODAY)).as(text).isEqualTo(new Dates("", false));
    }
  }
}
