/** What stands in an inbox, as its source judges what can be done with it. */
export interface OpenRow {
  readonly state: string;
  /** The responsible role. */
  readonly role: string;
  /** Whether the reader made it. */
  readonly isMaker: boolean;
  readonly stuck: boolean;
}

/**
 * One sort of open work. A feature describes it once and registers it; inboxes are the same for all.
 * What is open has exactly one responsible role and a day by which that role is to act.
 */
export interface InboxSource {
  /** Of small letters and `_`, e.g. `joint_meeting`. */
  readonly name: string;
  /**
   * SQL of everything that is open, with the columns of {@link OPEN_COLUMNS}, `bureau_id`, and `not_by`:
   * who may not act though they hold the role. In a caller's name it shows what that caller may see.
   */
  readonly open: string;
  /**
   * SQL of what is before person $1: {@link OPEN_COLUMNS}, `on_behalf_of_id`, `stuck`. Absent where
   * whoever holds the responsible role is to act.
   */
  readonly before?: string;
  /**
   * SQL of who is to act on the open row `w`, as `person_id`, for reminders. Absent where whoever holds the
   * responsible role is to act.
   */
  readonly actors?: string;
  /** It is about what people could not be told: nobody is reminded of it. */
  readonly isOfNotices?: true;
  /** What the reader can do with it. */
  readonly actions: (row: OpenRow) => readonly string[];
}

/** Columns of open work. `amount_fen` in fen; `link` leads to its page in the console. */
export const OPEN_COLUMNS = [
  'id',
  'kind',
  'title',
  'subject',
  'book',
  'amount_fen',
  'state',
  'maker_id',
  'made_at',
  'role',
  'person_id',
  'since',
  'due_on',
  'link',
] as const;

/** What a work is about; of what is stuck that is not told to whoever gives out roles. */
const ABOUT: readonly string[] = ['title', 'subject', 'book', 'amount_fen', 'link'];

const isNotKeptOut = (person: string): string => `w.not_by IS DISTINCT FROM ${person}`;

const HOLDS = 'h.bureau_id = w.bureau_id AND h.role';

/**
 * SQL of what is before person $1 because they hold the responsible role. Where nobody holds it who may act,
 * it is before the system administrator, who enters people and proposes their roles.
 *
 * `held` is the bureaus and roles of the person.
 *
 * @param open SQL of everything that is open
 * @param mayAct SQL of whether a person, given as SQL, may act on the open row `w`; by `not_by` unless given
 */
export function beforeHolders(open: string, mayAct = isNotKeptOut): string {
  const shown = OPEN_COLUMNS.map((column) => `w.${column}`);
  const hidden = OPEN_COLUMNS.map((column) =>
    ABOUT.includes(column) ? `NULL AS ${column}` : `w.${column}`,
  );
  return `
    SELECT ${shown.join(', ')}, NULL::uuid AS on_behalf_of_id, false AS stuck
      FROM held h JOIN (${open}) w ON ${HOLDS} = w.role AND ${mayAct('$1')}
    UNION ALL
    SELECT ${hidden.join(', ')}, NULL::uuid, true
      FROM held h JOIN (${open}) w ON ${HOLDS} = 'system_administrator'
     WHERE NOT EXISTS (SELECT FROM fund.acting_people(w.bureau_id, w.role) a
                        WHERE a.on_behalf_of_id IS NULL AND ${mayAct('a.person_id')})`;
}

/** SQL of what is before person $1, with the name of its source. */
export const beforeMe = ({ name, open, before = beforeHolders(open) }: InboxSource): string =>
  `SELECT '${name}'::text AS source, ${OPEN_COLUMNS.map((column) => `i.${column}`).join(', ')},
          i.on_behalf_of_id, i.stuck FROM (${before}) i`;

/** The sorts of open work that this installation knows. */
export class InboxSources {
  private readonly sources = new Map<string, InboxSource>();

  constructor(sources: readonly InboxSource[]) {
    for (const source of sources) this.register(source);
  }

  register(source: InboxSource): void {
    if (this.sources.has(source.name)) throw new Error(`two sources are called ${source.name}`);
    this.sources.set(source.name, source);
  }

  get all(): readonly InboxSource[] {
    return [...this.sources.values()];
  }
}
