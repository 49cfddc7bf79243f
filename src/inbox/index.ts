export { beforeHolders, type InboxSource, InboxSources, OPEN_COLUMNS } from './inbox-source';
export { readInbox } from './read-inbox';
