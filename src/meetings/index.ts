export {
  JointMeeting,
  MeetingAgendaItem,
  MeetingAttendee,
  MeetingResolution,
} from './meeting.entity';
export { DRAFT_MEETINGS, OPEN_RESOLUTIONS } from './meeting-inbox';
