export { CALENDAR_KINDS } from './calendar-change.kind';
export { CalendarDay } from './calendar-day.entity';
export { calendarContent, keepDays, readCalendar } from './keep-calendar';
export { parseCalendarFile } from './parse-calendar-file';
