import type { EntityManager } from 'typeorm';
import { booksOf, type Caller } from '../identity';
import { Parameters } from '../platform/database/parameters';
import {
  type AdvanceRow,
  applicationRows,
  casesFor,
  requestRows,
  rowOf,
  type StoredRow,
} from './advance-rows';
import { type AdvanceState, isOfApplication } from './advance-states';
import { APPLICATION_KIND } from './asked-in-case';

/** Which applications are listed. */
export interface AdvanceFilter {
  /** Code of the book. */
  readonly book?: string | undefined;
  readonly state?: AdvanceState | undefined;
  /** Part of the number, the case's number or the organization's name. */
  readonly q?: string | undefined;
}

interface Asked {
  readonly parameters: Parameters;
  readonly caller: Caller;
  /** Ids of the caller's books. */
  readonly books: readonly number[];
}

/** Which rows are wanted; places and limits as SQL names them. */
interface Cut {
  readonly conditions: readonly string[];
  /** The id before which the page begins. */
  readonly after?: string | undefined;
  readonly limit?: string;
}

const isMember = ({ creditCode }: Caller): boolean => creditCode !== null;

/**
 * The newest rows of one owner. Whose they are is said as a range, so that no index has them in order but the
 * one that begins with the owner: by the order of the ids alone the rows of all others would be gone through.
 */
function newestOf(
  row: string,
  [column, owner]: readonly [column: string, owner: string],
  { conditions, after, limit }: Cut,
): string {
  const end =
    after === undefined
      ? `${row}.${column} <= ${owner}`
      : `(${row}.${column}, ${row}.id) < (${owner}, ${after})`;
  const wanted = [`${row}.${column} >= ${owner}`, end, ...conditions].join(' AND ');
  return `${wanted} ORDER BY ${row}.${column} DESC, ${row}.id DESC ${limitOf(limit)}`;
}

const limitOf = (limit: string | undefined): string =>
  limit === undefined ? '' : `LIMIT ${limit}`;

/** The books of a question, one by one: each has its newest rows at hand, all of them together have not. */
function eachBook({ parameters, books }: Asked, book: string | undefined): string {
  const code = book === undefined ? '' : ` AND k.code = ${parameters.add(book, 'text')}`;
  return `(SELECT k.id FROM ledger.book k WHERE k.id = ANY (${parameters.add(books, 'integer[]')})${code}) k`;
}

/** Books of the kind that an organization asks in, as a condition on `b`. */
function ownKind({ parameters, caller }: Asked, book: string | undefined): string {
  const kind = `(b.kind = 'sandbox') = ${parameters.add(caller.sandbox, 'boolean')}`;
  return book === undefined ? kind : `${kind} AND b.code = ${parameters.add(book, 'text')}`;
}

function requestsOf(asked: Asked, book: string | undefined, cut: Cut): string {
  const { parameters, caller } = asked;
  const kind = [`r.kind = '${APPLICATION_KIND}'`, `r.state <> 'approved'`];
  const conditions = [...kind, ...cut.conditions];
  const newest = `ORDER BY r.id DESC ${limitOf(cut.limit)}`;
  if (isMember(caller)) {
    const code = parameters.add(caller.creditCode, 'text');
    const own = newestOf('r', ['credit_code', code], { ...cut, conditions });
    return `SELECT r.* FROM fund.approval_request r JOIN ledger.book b ON b.id = r.book_id
             WHERE ${ownKind(asked, book)} AND ${own}`;
  }
  const bureau = `r.bureau_id = ${parameters.add(caller.bureauId, 'uuid')}`;
  const ofBook = newestOf('r', ['book_id', 'k.id'], {
    ...cut,
    conditions: [bureau, ...conditions],
  });
  return `SELECT r.* FROM ${eachBook(asked, book)}
           CROSS JOIN LATERAL (SELECT r.* FROM fund.approval_request r WHERE ${ofBook}) r ${newest}`;
}

function applicationsOf(asked: Asked, book: string | undefined, cut: Cut): string {
  const { parameters, caller } = asked;
  const approved = { ...cut, conditions: [`a.status = 'approved'`, ...cut.conditions] };
  const newest = `ORDER BY a.id DESC ${limitOf(cut.limit)}`;
  if (isMember(caller)) {
    const ofOrganization = newestOf('a', ['organization_id', 'o.id'], approved);
    return `SELECT a.* FROM fund.organization o JOIN ledger.book b ON b.id = o.book_id
             CROSS JOIN LATERAL (SELECT a.* FROM fund.advance_application a WHERE ${ofOrganization}) a
             WHERE o.uscc = ${parameters.add(caller.creditCode, 'text')} AND ${ownKind(asked, book)} ${newest}`;
  }
  const ofBook = newestOf('a', ['book_id', 'k.id'], approved);
  return `SELECT a.* FROM ${eachBook(asked, book)}
           CROSS JOIN LATERAL (SELECT a.* FROM fund.advance_application a WHERE ${ofBook}) a ${newest}`;
}

/** How words are found: what they name, which is looked up once and before all, and the conditions. */
interface Words {
  readonly named: string;
  readonly requests: string;
  readonly applications: string;
}

function wordsIn({ parameters, caller }: Asked, q: string): Words {
  const words = parameters.add(q, 'text');
  const content = `v.document -> 'content'`;
  const organizations = '(SELECT id FROM named_organization)';
  const cases = '(SELECT id FROM named_case)';
  return {
    named: `WITH named_organization AS MATERIALIZED (
        SELECT o.id FROM fund.organization o WHERE position(${words} IN o.name) > 0),
      named_case AS MATERIALIZED (
        SELECT c.id FROM ${casesFor(isMember(caller))} c WHERE position(${words} IN c.number) > 0)`,
    // Where nothing is named so, no request need be opened to see what it is about.
    requests: `(EXISTS ${organizations} OR EXISTS ${cases})
      AND EXISTS (SELECT FROM fund.approval_version v WHERE v.request_id = r.id AND v.version = r.version
      AND ((${content} ->> 'organization')::uuid IN ${organizations} OR (${content} ->> 'case')::uuid IN ${cases}))`,
    applications: `(position(${words} IN a.ref) > 0 OR a.organization_id IN ${organizations} OR a.case_id IN ${cases})`,
  };
}

/** The condition of a state of a request. */
function requestState({ parameters }: Asked, state: AdvanceState): string {
  if (state === 'reviewing') return `r.state = 'open' AND r.step = 0`;
  if (state === 'approving') return `r.state = 'open' AND r.step > 0`;
  return `r.state = ${parameters.add(state, 'text')}`;
}

async function askedBy(tx: EntityManager, caller: Caller): Promise<Asked> {
  const rows = isMember(caller)
    ? []
    : await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  return { parameters: new Parameters(), caller, books: rows.map(({ id }) => id) };
}

/** Applications that the caller may see, decided or not, the newest first. */
export async function listAdvances(
  tx: EntityManager,
  caller: Caller,
  { book, state, q }: AdvanceFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<AdvanceRow[]> {
  const asked = await askedBy(tx, caller);
  const { parameters } = asked;
  const words = q === undefined ? undefined : wordsIn(asked, q);
  const after = page.after === undefined ? undefined : parameters.add(page.after, 'uuid');
  const limit = parameters.add(page.limit, 'integer');
  const cut = (...conditions: readonly (string | undefined)[]): Cut => ({
    conditions: conditions.filter((each) => each !== undefined),
    ...{ after, limit },
  });
  const halves: string[] = [];
  if (state === undefined || !isOfApplication(state)) {
    const wanted = state && requestState(asked, state);
    const requests = requestsOf(asked, book, cut(wanted, words?.requests));
    halves.push(requestRows(requests, isMember(caller)));
  }
  if (state === undefined || isOfApplication(state)) {
    const wanted = state && `a.state = ${parameters.add(state, 'text')}`;
    const applications = applicationsOf(asked, book, cut(wanted, words?.applications));
    halves.push(applicationRows(applications, isMember(caller)));
  }
  const rows = await tx.query<StoredRow[]>(
    `${words?.named ?? ''} SELECT * FROM (${halves.join(' UNION ALL ')}) y ORDER BY y.id DESC LIMIT ${limit}`,
    parameters.values,
  );
  return rows.map(rowOf);
}

/** One application that the caller may see; undefined where there is none. */
export async function findAdvance(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<AdvanceRow | undefined> {
  const asked = await askedBy(tx, caller);
  const one = asked.parameters.add(id, 'uuid');
  const [row] = await tx.query<StoredRow[]>(
    `${requestRows(requestsOf(asked, undefined, { conditions: [`r.id = ${one}`] }), isMember(caller))} UNION ALL
     ${applicationRows(applicationsOf(asked, undefined, { conditions: [`a.id = ${one}`] }), isMember(caller))}`,
    asked.parameters.values,
  );
  return row && rowOf(row);
}
