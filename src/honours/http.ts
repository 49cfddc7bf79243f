export { HonoursController } from './honours.controller';
