import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { type Role, ROLES } from '../../src/identity';
import { exampleText } from '../support/examples';
import { type Route, routesOf } from '../support/routes';
import type { TestBrowser, TestPerson, TestService } from '../support/test-service';

/** The reviewed table of rights. */
export const TABLE_FILE = join(__dirname, 'authorization.csv');
const OUTSIDERS = ['anonymous', 'disabled', 'expired', 'demoted'] as const;
const OBJECTS = ['other', 'absent'] as const;
export const COLUMNS = [...OUTSIDERS, ...ROLES, ...OBJECTS];
export type Column = (typeof COLUMNS)[number];

/**
 * `pass`: the caller may do it, whatever else is wrong with the request; a number: the status that
 * stands against it; `-`: the question does not arise.
 */
type Verdict = 'pass' | '401' | '403' | '404' | '-';
export type Cells = Readonly<Record<Column, Verdict>>;

/** Refusals for want of rights, in contrast to those for what is sent. */
const RIGHTS = new Set([
  'SIGN_IN_REQUIRED',
  'SECOND_FACTOR_REQUIRED',
  'ROLE_REQUIRED',
  'SCOPE_REQUIRED',
]);

const VOUCHER = {
  businessOn: '2024-03-15',
  summary: 'Money of an unknown payer',
  lines: [
    { account: '1002.01', debit: '1.00' },
    { account: '2307.09', dimensions: { party: 'somebody' }, credit: '1.00' },
  ],
};
/** Bodies that are right as they stand; a route that is not here is sent an empty one. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /api/v1/books/:book/vouchers': VOUCHER,
  'POST /api/v1/books/:book/voucher-batches': { vouchers: [VOUCHER] },
};

/** What stands for the objects of a path: the caller's own, another bureau's, and none at all. */
interface Objects {
  readonly own: Readonly<Record<string, string>>;
  readonly other: Readonly<Record<string, string>>;
  readonly absent: Readonly<Record<string, string>>;
}

/** Whether the path names something that belongs to somebody. */
const objectOf = (path: string): boolean =>
  /books\/:|case-files\/:|accounts\/:|approvals\/:|meetings\/:/.test(path);

const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** Asks every route as everybody: who may call it, and for what. */
export class AccessMatrix {
  private readonly people = new Map<Column, TestBrowser>();
  private objects: Objects;
  private demoted: TestPerson;

  private constructor(private readonly service: TestService) {}

  /** Enters people for all columns, and a bureau that is another one to them. */
  static async over(service: TestService): Promise<AccessMatrix> {
    const matrix = new AccessMatrix(service);
    await matrix.prepare();
    return matrix;
  }

  get routes(): Route[] {
    return routesOf(this.service);
  }

  /** The cells of all routes, by the route's name in the table. */
  async cells(): Promise<ReadonlyMap<string, Cells>> {
    const found = new Map<string, Cells>();
    for (const route of this.routes) {
      found.set(`${route.method},${route.path}`, await this.cellsOf(route));
    }
    return found;
  }

  private async prepare(): Promise<void> {
    const { service, people } = this;
    const { dataSource } = service.database;
    await replayCaseFile(dataSource, parseCaseFile(exampleText('02-nanping-2015')));
    const bureau = await service.bureau('elsewhere');
    const stranger = await service.person(['reviewer'], { bureauId: bureau.id });

    for (const role of ROLES) people.set(role, await service.signInToSandbox(role));
    people.set('anonymous', service.browser());
    const [disabled, expired] = [
      await service.person(['finance_officer'], { bureauId: bureau.id }),
      await service.person(['finance_officer'], { bureauId: bureau.id }),
    ];
    const demoted = await service.person(['finance_officer'], { bureauId: bureau.id });
    people.set('disabled', await service.signIn(disabled));
    people.set('expired', await service.signIn(expired));
    people.set('demoted', await service.signIn(demoted));
    await dataSource.query(`UPDATE fund.account SET state = 'disabled' WHERE id = $1`, [
      disabled.accountId,
    ]);
    await dataSource.query(
      `UPDATE fund.session SET expires_at = now(), access_expires_at = now() WHERE account_id = $1`,
      [expired.accountId],
    );
    await dataSource.query(
      `UPDATE fund.role_grant SET revoked_at = now(), revoked_by = 'test' WHERE person_id = $1`,
      [demoted.personId],
    );

    const sandbox = { 'books/:id': 'casefile-nanping-2015', ':book': 'casefile-nanping-2015' };
    this.demoted = demoted;
    this.objects = {
      own: { ...sandbox, 'case-files/:id': 'nanping-2015', ':number': '1', ':request': '1' },
      other: { 'books/:id': bureau.bookCode, ':book': bureau.bookCode, ':id': stranger.accountId },
      absent: {
        'books/:id': 'absent',
        ':book': 'absent',
        'case-files/:id': 'absent',
        ':id': NOWHERE,
      },
    };
  }

  private fill(path: string, given: Readonly<Record<string, string>>): string {
    return Object.entries({ ...this.objects.own, ...given })
      .reduce((text, [name, value]) => text.replace(name, name.replace(/:\w+$/, value)), path)
      .replace(/:code\b/, 'NOT_FOUND')
      .replace(/consistency$/, 'consistency?from=0&to=1')
      .replace(/:\w+/g, NOWHERE);
  }

  private async verdictOf(route: Route, column: Column, given = {}): Promise<Verdict> {
    const browser = this.people.get(column);
    if (browser === undefined) throw new Error(`nobody is ${column}`);
    const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    const path = this.fill(route.path, given);
    const sent =
      method === 'get' || method === 'delete'
        ? browser[method](path)
        : browser[method](path, BODIES[`${route.method} ${route.path}`] ?? {});
    const { status, body } = (await sent.set('idempotency-key', `${column}-${path}`)) as {
      status: number;
      body: { code?: string };
    };
    if (status >= 500) throw new Error(`${route.method} ${path} as ${column}: ${String(status)}`);
    if (RIGHTS.has(body.code ?? '')) return status === 401 ? '401' : '403';
    return body.code === 'NOT_FOUND' && 'other' in given ? '404' : 'pass';
  }

  private async cellsOf(route: Route): Promise<Cells> {
    const cells: [Column, Verdict][] = [];
    for (const column of [...OUTSIDERS, ...ROLES]) {
      cells.push([column, await this.verdictOf(route, column)]);
      // What ended the session is followed by a new one, so that each route is asked by all.
      if (route.method === 'DELETE' && column === 'demoted') {
        this.people.set(column, await this.service.signIn(this.demoted));
      }
      if (route.method === 'DELETE' && ROLES.includes(column as Role)) {
        this.people.set(column, await this.service.signInToSandbox(column as Role));
      }
    }
    const allowed = cells.find(
      ([column, verdict]) => ROLES.includes(column as Role) && verdict === 'pass',
    )?.[0];
    for (const kind of OBJECTS) {
      const isAsked =
        objectOf(route.path) &&
        allowed !== undefined &&
        !(kind === 'other' && route.path.includes('case-files'));
      const given = { ...this.objects[kind], other: '' };
      cells.push([kind, isAsked ? await this.verdictOf(route, allowed, given) : '-']);
    }
    return Object.fromEntries(cells) as Cells;
  }
}

/** The reviewed table, by the route's name in it. */
export function reviewedCells(): ReadonlyMap<string, Cells> {
  const [, ...rows] = readFileSync(TABLE_FILE, 'utf8').trim().split('\n');
  return new Map(
    rows.map((row) => {
      const [method = '', path = '', ...verdicts] = row.split(',');
      const cells = COLUMNS.map((column, index) => [column, verdicts[index]]);
      return [`${method},${path}`, Object.fromEntries(cells) as Cells];
    }),
  );
}
