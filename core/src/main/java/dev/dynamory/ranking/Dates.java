package dev.dynamory.ranking;

import static java.lang.Character.isDigit;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dates that an English text speaks of: {@code resolved} are those that "yesterday", "last
 * Friday" or "two weeks ago" meant on the day it was written, in words; {@code any} says whether it
 * speaks of any time at all.
 */
record Dates(String resolved, boolean any) {
  private static final String WEEKDAY =
      "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu|thurs?|fri|sat|sun";
  private static final Pattern RELATIVE =
      pattern(
          "(?<word>the day before yesterday|yesterday|today|tonight|tomorrow)"
              + "|(?<way>last|this past|past|this|next|on)\\s+(?<day>"
              + WEEKDAY
              + ")|(?<direction>last|this past|past|this|next)\\s+"
              + "(?<unit>night|weekend|week|month|year|summer|winter|spring|fall|autumn)|(?<count>a"
              + " couple of|a couple|a few|few|an?|one|two|three|four|five|six|seven"
              + "|eight|nine|ten|\\d{1,3})\\s+(?<ago>day|night|weekend|week|month|year)s?\\s+(?:ago|back)");

  /** Any of these, and a number that looks like a date, tells of a time. */
  private static final Set<String> TELLING =
      Set.of(
          ("january february march april may june july august september october november december"
                  + " recently since years months weeks days weekend morning evening monday tuesday"
                  + " wednesday thursday friday saturday sunday mon tue tues wed thu thurs thur fri"
                  + " sat sun")
              .split(" "));

  /** What {@link #RELATIVE} finds has one of these, most texts have none. */
  private static final Set<String> HINTS =
      Set.of(
          ("yesterday today tonight tomorrow night weekend week month year summer winter spring"
                  + " fall autumn ago back monday tuesday wednesday thursday friday saturday sunday"
                  + " mon tue tues wed thu thurs thur fri sat sun")
              .split(" "));

  private static final Pattern WORD = Pattern.compile("[a-z]+|\\d+[a-z]*");
  private static final Pattern DATE = Pattern.compile("(?:19|20)\\d\\d|\\d{1,2}(?:st|nd|rd|th)");
  private static final List<String> NUMBERS =
      List.of("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
  private static final Map<String, Integer> DAYS_LATER =
      Map.of("the day before yesterday", -2, "yesterday", -1, "tomorrow", 1);

  private static Pattern pattern(String alternatives) {
    return Pattern.compile("\\b(?:" + alternatives + ")\\b", Pattern.CASE_INSENSITIVE);
  }

  /** Those in a text of this day. */
  static Dates in(String text, LocalDate today) {
    var tells = false;
    var hints = false;
    var words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      var word = words.group();
      tells |= TELLING.contains(word) || (isDigit(word.charAt(0)) && DATE.matcher(word).matches());
      hints |= HINTS.contains(word);
    }
    if (!hints) {
      return new Dates("", tells);
    }
    var found = RELATIVE.matcher(text);
    var resolved = new StringJoiner(" ");
    while (found.find()) {
      tells = true;
      resolved.add(meant(found, today));
    }
    return new Dates(resolved.toString(), tells);
  }

  /** A day, as questions name it. */
  static String written(LocalDate day) {
    return month(day.withDayOfMonth(1)) + " " + day.getDayOfMonth();
  }

  private static String month(LocalDate day) {
    return day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + day.getYear();
  }

  private static String meant(Matcher found, LocalDate today) {
    var word = found.group("word");
    if (word != null) {
      var later = DAYS_LATER.get(word.toLowerCase(Locale.ROOT));
      return later == null ? "" : written(today.plusDays(later));
    }
    var day = found.group("day");
    if (day != null) {
      return written(weekday(found.group("way"), day, today));
    }
    var unit = found.group("unit");
    return unit != null
        ? away(unit, direction(found.group("direction")), today)
        : away(found.group("ago"), -number(found.group("count")), today);
  }

  private static LocalDate weekday(String way, String day, LocalDate today) {
    var start = day.substring(0, 3).toUpperCase(Locale.ROOT);
    for (var of : DayOfWeek.values()) {
      if (of.name().startsWith(start)) {
        return today.with(
            direction(way) > 0 ? TemporalAdjusters.next(of) : TemporalAdjusters.previous(of));
      }
    }
    throw new IllegalStateException("the pattern lets only weekdays through, not " + day);
  }

  private static int direction(String way) {
    return switch (way.toLowerCase(Locale.ROOT)) {
      case "next" -> 1;
      case "this" -> 0;
      default -> -1;
    };
  }

  private static int number(String count) {
    var word = count.toLowerCase(Locale.ROOT);
    if (isDigit(word.charAt(0))) {
      return Integer.parseInt(word);
    }
    if (word.startsWith("a couple")) {
      return 2;
    }
    return word.endsWith("few") ? 3 : Math.max(1, NUMBERS.indexOf(word));
  }

  private static String away(String unit, int times, LocalDate today) {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "day", "night" -> times == 0 ? "" : written(today.plusDays(times));
      case "week" -> times == 0 ? "" : written(today.plusWeeks(times));
      case "weekend" ->
          times == 0
              ? ""
              : written(
                  today.plusWeeks(times + 1).with(TemporalAdjusters.previous(DayOfWeek.SATURDAY)));
      case "month" -> month(today.plusMonths(times));
      default -> String.valueOf(today.plusYears(times).getYear());
    };
  }
}
