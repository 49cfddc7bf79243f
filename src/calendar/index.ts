export {
  addDays,
  addYears,
  businessDate,
  type BusinessDate,
  daysBetween,
  parseBusinessDate,
  yearOf,
} from './business-date';
