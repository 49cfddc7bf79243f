export { CalendarController } from './calendar.controller';
