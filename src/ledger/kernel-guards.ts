/** A trigger that a table must have, by its name. */
export interface Guard {
  readonly table: string;
  readonly guard: string;
}

/** Names by table; of a constraint only what follows `ck_<table>_` or `uq_<table>_`. */
export type NamesByTable = Readonly<Record<string, readonly string[]>>;

/** What the tables of a schema must have. */
export interface Guards {
  readonly triggers: readonly Guard[];
  /** CHECK constraints, which carry the invariants of a row. */
  readonly checks: NamesByTable;
  /** Unique indexes, which carry that something happens once. */
  readonly uniques: NamesByTable;
}

const APPEND_ONLY = [
  'checkpoint',
  'entry',
  'journal',
  'period_closing',
  'period_reopening',
  'period_snapshot',
  'request_discard',
  'tree_node',
];
const NEVER_REMOVED = [
  'account',
  'account_balance',
  'book',
  'book_head',
  'hold',
  'period',
  'posting_request',
  'voucher_counter',
];

/** The guards of the kernel's tables, in the schema `ledger`. */
export const KERNEL_GUARDS: Guards = {
  triggers: [
    ...APPEND_ONLY.map((table) => ({ table, guard: 'append_only' })),
    ...NEVER_REMOVED.map((table) => ({ table, guard: 'never_removed' })),
    ...[...APPEND_ONLY, ...NEVER_REMOVED].map((table) => ({ table, guard: 'own_hand' })),
    { table: 'entry', guard: 'entry_whole' },
    { table: 'journal', guard: 'journal_whole' },
    { table: 'posting_request', guard: 'posting_request_content' },
    { table: 'posting_request', guard: 'posting_request_live_holds' },
    { table: 'posting_request', guard: 'keep_to_own_books' },
    { table: 'posting_request', guard: 'reversal_after_original' },
    { table: 'posting_request', guard: 'accounts_kept_apart' },
    ...['hold', 'period', 'period_closing'].map((table) => ({ table, guard: 'keep_to_own_books' })),
  ],
  checks: {
    account: ['section', 'side'],
    account_balance: ['floor', 'held'],
    book: ['code', 'kind'],
    book_head: ['last_journal'],
    checkpoint: ['number', 'root', 'size'],
    entry: ['amount'],
    hold: ['released_at', 'remaining'],
    journal: ['entry_count', 'reverses', 'voucher_month', 'voucher_number'],
    period: ['held_by', 'month', 'state'],
    period_closing: ['closed_by', 'people', 'version'],
    period_reopening: ['people', 'reason'],
    period_snapshot: ['later_from'],
    posting_request: ['body_hash', 'evidence', 'failed', 'key', 'posted', 'status'],
    tree_node: ['hash', 'level', 'position'],
    voucher_counter: ['last_number'],
  },
  uniques: {
    account: ['key'],
    book: ['code'],
    checkpoint: ['number'],
    entry: ['line'],
    journal: ['request', 'reverses', 'voucher'],
    posting_request: ['journal', 'key', 'reverses'],
  },
};
