import type { Role } from '../identity';

/** Whose inbox it is, as far as that decides what can be in it. */
export interface Reader {
  /** What they hold in their bureau. */
  readonly roles: readonly string[];
  readonly isOfOrganization: boolean;
}

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
   * Pieces of SQL that together are what is before person $1: {@link OPEN_COLUMNS}, `on_behalf_of_id`, `stuck`.
   * None where nothing can be: each costs the planner more than it costs to run.
   */
  readonly before: (reader: Reader) => readonly string[];
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
const OPEN_COLUMNS = [
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

/** What a work is about, with its type; of what is stuck that is not told to whoever gives out roles. */
const ABOUT: Readonly<Record<string, string>> = {
  title: 'text',
  subject: 'text',
  book: 'text',
  amount_fen: 'bigint',
  link: 'text',
};

const isNotKeptOut = (person: string): string => `w.not_by IS DISTINCT FROM ${person}`;

const HOLDS = 'h.bureau_id = w.bureau_id AND h.role';

/**
 * Work that is before whoever holds the responsible role. Where nobody holds it who may act,
 * it is before the system administrator, who enters people and proposes their roles.
 *
 * `held` is the bureaus and roles of the person.
 *
 * @param open SQL of everything that is open
 * @param roles all that it can wait for
 * @param mayAct SQL of whether a person, given as SQL, may act on the open row `w`; by `not_by` unless given
 */
export function ofHolders(
  open: string,
  roles: readonly Role[],
  mayAct = isNotKeptOut,
): Pick<InboxSource, 'open' | 'before'> {
  const shown = OPEN_COLUMNS.map((column) => `w.${column}`);
  const hidden = OPEN_COLUMNS.map((column) =>
    column in ABOUT ? `NULL::${String(ABOUT[column])} AS ${column}` : `w.${column}`,
  );
  const beforeHolders = `
    SELECT ${shown.join(', ')}, NULL::uuid AS on_behalf_of_id, false AS stuck
      FROM held h JOIN (${open}) w ON ${HOLDS} = w.role AND ${mayAct('$1')}`;
  const stuck = `
    SELECT ${hidden.join(', ')}, NULL::uuid AS on_behalf_of_id, true AS stuck
      FROM held h JOIN (${open}) w ON ${HOLDS} = 'system_administrator'
     WHERE NOT EXISTS (SELECT FROM fund.acting_people(w.bureau_id, w.role) a
                        WHERE a.on_behalf_of_id IS NULL AND ${mayAct('a.person_id')})`;
  return {
    open,
    before: ({ roles: held }) => [
      ...(roles.some((role) => held.includes(role)) ? [beforeHolders] : []),
      ...(held.includes('system_administrator') ? [stuck] : []),
    ],
  };
}

const MEMBERS = `'organization_member'`;
const WHOEVER_CAN = `
  CASE WHEN fund.has_active_member(g.uscc, g.book_id) THEN ${MEMBERS} ELSE 'finance_officer' END`;

const ACTORS_OF_ORGANIZATIONS = `
  SELECT p.id AS person_id FROM fund.person p
   WHERE w.role = ${MEMBERS} AND p.credit_code = w.uscc AND fund.is_member_for(p.id, w.uscc, w.book_id)
  UNION ALL
  SELECT a.person_id FROM fund.acting_people(w.bureau_id, w.role) a WHERE w.role = 'finance_officer'`;

/**
 * Work that organizations owe: it is before their members and, where nobody of the organization can sign in,
 * before a finance officer of the bureau, who brings what comes on paper.
 *
 * @param open SQL of everything that is open of organizations `g`, by the SQL of its role; beside the usual columns
 *   it has `uscc` and `book_id` of the organization
 */
export function ofOrganizations(
  open: (role: string) => string,
): Pick<InboxSource, 'open' | 'before' | 'actors'> {
  const beforeMembers = `
    SELECT ${OPEN_COLUMNS.map((column) => `w.${column}`).join(', ')}, NULL::uuid AS on_behalf_of_id, false AS stuck
      FROM fund.person me
      JOIN (${open(MEMBERS)}) w ON w.uscc = me.credit_code AND fund.is_member_for(me.id, w.uscc, w.book_id)
     WHERE me.id = $1`;
  const ofOfficers = ofHolders(
    `SELECT w.* FROM (${open(WHOEVER_CAN)}) w WHERE w.role = 'finance_officer'`,
    ['finance_officer'],
  );
  return {
    open: open(WHOEVER_CAN),
    before: (reader) => [
      ...(reader.isOfOrganization ? [beforeMembers] : []),
      ...ofOfficers.before(reader),
    ],
    actors: ACTORS_OF_ORGANIZATIONS,
  };
}

/** Pieces of SQL of what is before person $1, with the name of its source. */
export const beforeMe = ({ name, before }: InboxSource, reader: Reader): string[] =>
  before(reader).map(
    (piece) =>
      `SELECT '${name}'::text AS source, ${OPEN_COLUMNS.map((column) => `i.${column}`).join(', ')},
              i.on_behalf_of_id, i.stuck FROM (${piece}) i`,
  );

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
