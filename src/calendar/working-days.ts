import { addDays, type BusinessDate } from './business-date';
import { DayOfWeek, LocalDate } from '@js-joda/core';

/** Days that differ from the week: true for a day that is worked, false for a day off (调休、法定节假日). */
export type WorkCalendar = ReadonlyMap<string, boolean>;

/** The last day that is counted to; as far as business dates go. */
const END = '2200-12-31';

/** Whether a day is worked: Monday to Friday, unless the calendar says otherwise. */
export function isWorkingDay(day: BusinessDate, calendar: WorkCalendar): boolean {
  const weekday = LocalDate.parse(day).dayOfWeek();
  return calendar.get(day) ?? (weekday !== DayOfWeek.SATURDAY && weekday !== DayOfWeek.SUNDAY);
}

/**
 * The day itself where it is worked, else the next that is: where a period would end on a day off.
 * Source: 民法典 art 203.
 * @throws RangeError where none is left before 2201
 */
export function nextWorkingDay(day: BusinessDate, calendar: WorkCalendar): BusinessDate {
  let reached = day;
  while (!isWorkingDay(reached, calendar)) reached = dayAfter(reached);
  return reached;
}

/**
 * The `days`-th working day after a day, which itself does not count; the day itself for 0.
 * Source: 民法典 art 201 (开始的当日不计入).
 * @throws RangeError below 0, or where there is none before 2201
 */
export function addWorkingDays(
  day: BusinessDate,
  days: number,
  calendar: WorkCalendar,
): BusinessDate {
  if (days < 0) throw new RangeError('working days are added forward');
  let reached = day;
  for (let missing = days; missing > 0;) {
    reached = dayAfter(reached);
    if (isWorkingDay(reached, calendar)) missing -= 1;
  }
  return reached;
}

/** How many days are worked after `from` up to `to`; below zero when `to` is the earlier. */
export function workingDaysBetween(
  from: BusinessDate,
  to: BusinessDate,
  calendar: WorkCalendar,
): number {
  if (to < from) return -workingDaysBetween(to, from, calendar);
  let worked = 0;
  for (let day = from; day < to;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) worked += 1;
  }
  return worked;
}

function dayAfter(day: BusinessDate): BusinessDate {
  if (day >= END) throw new RangeError('no such working day before 2201');
  return addDays(day, 1);
}
