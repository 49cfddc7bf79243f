export {
  beforeHolders,
  type InboxSource,
  InboxSources,
  ofOrganizations,
  OPEN_COLUMNS,
} from './inbox-source';
export { readInbox } from './read-inbox';
