export { MonthsController } from './months.controller';
