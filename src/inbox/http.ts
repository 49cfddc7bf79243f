export { InboxController } from './inbox.controller';
