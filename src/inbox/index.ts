export { InboxController } from './inbox.controller';
export { beforeHolders, type InboxSource, InboxSources } from './inbox-source';
export { readInbox } from './read-inbox';
