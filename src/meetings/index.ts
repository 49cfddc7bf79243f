export {
  JointMeeting,
  MeetingAgendaItem,
  MeetingAttendee,
  MeetingResolution,
} from './meeting.entity';
export { MeetingsController } from './meetings.controller';
export { DRAFT_MEETINGS, OPEN_RESOLUTIONS } from './meeting-inbox';
