export { ofHolders, type InboxSource, InboxSources, ofOrganizations } from './inbox-source';
export { readInbox } from './read-inbox';
