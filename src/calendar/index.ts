export { type Age, ageOf, AGES, daysOpen, forEachAge } from './ages';
export {
  addDays,
  addYears,
  businessDate,
  type BusinessDate,
  daysBetween,
  parseBusinessDate,
  yearOf,
} from './business-date';
export {
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  type WorkCalendar,
  workingDaysBetween,
} from './working-days';
