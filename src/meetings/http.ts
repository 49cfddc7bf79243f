export { MeetingsController } from './meetings.controller';
