import { type BusinessDate, nextWorkingDay, type WorkCalendar } from '../calendar';

/**
 * The day on which a period for performance ends (履行期间届满之日): the last day of the period as the judgment has it
 * where that is worked, else the first working day after it. Whoever pays on that day is not late, and doubled interest
 * runs from it. The day of effect of a judgment that fixes no period is no period, and stays.
 * Source: 民事诉讼法 art 85 (2023), 民法典 art 203.
 * @throws RangeError where no working day is left before 2201
 */
export const lastDayOf = (stated: BusinessDate, calendar: WorkCalendar): BusinessDate =>
  nextWorkingDay(stated, calendar);
