export { InboxController } from './inbox.controller';
export { type InboxSource, InboxSources } from './inbox-source';
export { readInbox } from './read-inbox';
