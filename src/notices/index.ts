export type { CostNoticeName } from './advance-notices';
export { announce, type Announcement, type Recipient } from './announce';
export { type Delivered, deliverNotices, type Delivery, RETRY_AFTER_SECONDS } from './deliver';
export { Mailer, MailError, type MailSettings, transportOptions } from './mailer';
export { FAILED_NOTICES } from './notice-inbox';
export { NOTICE_KINDS, type NoticeFacts, type NoticeKindName } from './notice-kinds';
export { NoticeWorker, type RemindedOf } from './notice-worker';
export {
  ExpiryReminder,
  NOTICE_STATES,
  type NoticeState,
  OutgoingEvent,
  Reminder,
} from './outgoing-event.entity';
export { remindOverdue } from './remind';
export { type ExpirySource, remindExpiring } from './remind-expiring';
export { tellOrganization } from './tell-organization';
