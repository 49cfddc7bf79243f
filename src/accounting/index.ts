export { ACCOUNT_NAMES, chart, type Pool, POOLS } from './chart';
export { post } from './post';
export * as facts from './templates';
export type { AllocatedPart, AwardPart, DamageRoute, JournalDraft, OrderedItem } from './templates';
