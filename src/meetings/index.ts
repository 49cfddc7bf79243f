export {
  JointMeeting,
  MeetingAgendaItem,
  MeetingAttendee,
  MeetingResolution,
} from './meeting.entity';
export { MeetingsController } from './meetings.controller';
