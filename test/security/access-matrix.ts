import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Role, ROLES } from '../../src/identity';
import type { Route } from '../support/routes';
import type { TestBrowser, TestPerson, TestService } from '../support/test-service';
import { type ForeignObjects, type Probe, type Whose, WHOSE } from './foreign-objects';

/** The reviewed table of rights. */
export const TABLE_FILE = join(__dirname, 'authorization.csv');
const OUTSIDERS = ['anonymous', 'disabled', 'expired', 'demoted'] as const;
export const COLUMNS = [...OUTSIDERS, ...ROLES, ...WHOSE];
export type Column = (typeof COLUMNS)[number];

/**
 * `pass`: the caller may do it, whatever else is wrong with the request; a number: the status that
 * stands against it; `-`: the question does not arise.
 *
 * In the column of a role it says that the role is not turned away, and no more: books and case files in
 * the path are there (`OWN`), other objects are not, and what follows may be that nothing was found. That
 * people of the bureau do find what strangers are told is not there is shown route by route, by some role
 * and not by each ({@link AccessMatrix.unfound}). A list names no object, so it has `-` for another's: that
 * it holds nothing of another bureau is asked in `row-level-security-alone` and, for what belongs to bureaus,
 * in `service-alone`; of people and of keys, which are read in the service's name, no test asks it list by list.
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

/** Refusals that are about the object itself: whoever gets one has found it. */
const OF_THE_OBJECT = new Set([
  'ALREADY_AWARDED',
  'APPROVAL_REQUIRED',
  'APPROVAL_STALE',
  'AWARD_NOTICED',
  'AWARD_PLAINTIFFS',
  'AWARD_PRECONDITION',
  'AWARD_RETURN_EXCEEDED',
  'AWARD_USE_YEAR',
  'BANK_LINE_NOT_CUSTODY',
  'BANK_LINE_NOT_IGNORED',
  'BANK_LINE_NOT_OPEN',
  'BANK_MATCH_UNDONE',
  'BANK_RECONCILED',
  'BANK_RECONCILIATION_STALE',
  'DOCUMENT_NOT_FOUND',
  'JUDGMENT_NOT_FINAL',
  'MONTH_NOT_ON_HOLD',
  'NOT_THE_MAKER',
  'NO_SURPLUS',
  'OBJECTION_DECIDED',
  'PAYMENT_DAY_WRONG',
  'PRECONDITION_FAILED',
  'RECEIPTS_WAITING',
  'RECEIPT_DAY_WRONG',
  'REMINDER_DAY_WRONG',
]);

/** The caller's own objects in paths; where nothing stands for one, none is there. */
const OWN: Readonly<Record<string, string>> = {
  'books/:id': 'casefile-nanping-2015',
  ':book': 'casefile-nanping-2015',
  'case-files/:id': 'nanping-2015',
  ':number': '1',
  ':request': '1',
  ':code': 'NOT_FOUND',
};

const isMember = (role: Role): boolean => role === 'organization_member';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** Whether the path names something that can be another's, or not there. */
export const namesObject = (path: string): boolean => path.replace('/:year', '').includes('/:');

/** Asks every route as everybody: who may call it, and for what. */
export class AccessMatrix {
  private readonly people = new Map<Column, TestBrowser>();
  /** Signed in with real accounts, of another bureau than what they ask for. */
  private readonly strangers = new Map<Role, TestBrowser>();
  private readonly service: TestService;
  private demoted: TestPerson;
  /** Answers that tell what is another's from what is not there. */
  readonly differences: string[] = [];

  private constructor(private readonly objects: ForeignObjects) {
    this.service = objects.scene.service;
  }

  /** Enters people for all columns. */
  static async over(objects: ForeignObjects): Promise<AccessMatrix> {
    const matrix = new AccessMatrix(objects);
    await matrix.prepare();
    return matrix;
  }

  /** The cells of all routes, by the route's name in the table. */
  async cells(): Promise<ReadonlyMap<string, Cells>> {
    const found = new Map<string, Cells>();
    for (const route of this.objects.routes) {
      found.set(`${route.method},${route.path}`, await this.cellsOf(route));
    }
    return found;
  }

  /** The cells on whose object it is, as far as a reviewed table lets roles in, by the route's name in it. */
  async cellsOfObjects(
    reviewed: ReadonlyMap<string, Cells>,
  ): Promise<ReadonlyMap<string, Partial<Cells>>> {
    const found = new Map<string, Partial<Cells>>();
    for (const route of this.objects.routes) {
      const name = `${route.method},${route.path}`;
      const cells = reviewed.get(name);
      const allowed = ROLES.filter((role) => cells?.[role] === 'pass');
      found.set(name, Object.fromEntries(await this.verdictsOnObjects(route, allowed)));
    }
    return found;
  }

  /**
   * Routes on which nobody finds what the strangers were asked for, so that their 404 would prove nothing.
   * What is asked for is done here: the objects are not the same after.
   */
  async unfound(): Promise<string[]> {
    const { administrator, maker } = this.objects;
    const owners: TestBrowser[] = [administrator.browser, maker.browser];
    for (const role of ROLES.filter((one) => !isMember(one))) {
      owners.push((await this.objects.scene.someone(role)).browser);
    }
    const unfound: string[] = [];
    for (const route of this.objects.routes.filter(({ path }) => namesObject(path))) {
      const probe = this.objects.probeOf(route);
      // A replayed case file is of the sandbox.
      const asking = route.path.includes('case-files') ? this.people.values() : owners;
      if (!(await this.isFoundBy(asking, probe))) unfound.push(probe.route);
    }
    return unfound;
  }

  private async isFoundBy(browsers: Iterable<TestBrowser>, probe: Probe): Promise<boolean> {
    for (const browser of browsers) {
      const { status, body } = await this.objects.ask(browser, probe);
      if (status < 300 || OF_THE_OBJECT.has(body.code ?? '')) return true;
    }
    return false;
  }

  private async prepare(): Promise<void> {
    const { service, people, objects } = this;
    const { dataSource } = service.database;
    const bureau = objects.ownBureau;
    for (const role of ROLES) {
      people.set(role, await service.signInToSandbox(role));
      const { browser } = await (isMember(role) ? objects.member() : objects.stranger(role));
      this.strangers.set(role, browser);
    }
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

    this.demoted = demoted;
  }

  private async verdictOf(route: Route, column: Column): Promise<Verdict> {
    const browser = this.people.get(column);
    if (browser === undefined) throw new Error(`nobody is ${column}`);
    const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    const path = Object.entries(OWN)
      .reduce((text, [name, value]) => text.replace(name, name.replace(/:\w+$/, value)), route.path)
      .replace(/consistency$/, 'consistency?from=0&to=1')
      .replace(/:\w+/g, NOWHERE);
    const { status, body } = (await browser[method](path).set(
      'idempotency-key',
      `${column}-${path}`,
    )) as { status: number; body: { code?: string } };
    if (status >= 500) throw new Error(`${route.method} ${path} as ${column}: ${String(status)}`);
    if (RIGHTS.has(body.code ?? '')) return status === 401 ? '401' : '403';
    return 'pass';
  }

  /** What a real caller of the role is told of an object; the request is good but for that. */
  private async toldOf(probe: Probe, role: Role): Promise<{ verdict: Verdict; shape: string }> {
    const browser = this.strangers.get(role);
    if (browser === undefined) throw new Error(`no stranger is ${role}`);
    const { status, text, body } = await this.objects.ask(browser, probe);
    const { route, path, named } = probe;
    // A refusal repeats the path it is about.
    const asked = [path.replace(/\?.*/, ''), ...named];
    const shape = JSON.stringify(body, (key, value: unknown) =>
      key === 'requestId' ? undefined : asked.includes(value as string) ? 'as asked' : value,
    );
    if (status === 404) return { verdict: '404', shape };
    if (status < 300) return { verdict: 'pass', shape };
    throw new Error(`${route} as ${role} is refused for something else: ${String(status)} ${text}`);
  }

  /** The one verdict that all of the roles get on another's object, or one that is not there. */
  private async verdictOn(whose: Whose, route: Route, roles: readonly Role[]): Promise<Verdict> {
    const asking = whose === 'other_organization' ? roles.filter(isMember) : roles;
    if (asking.length === 0 || !this.objects.isThere(route, whose)) return '-';
    const verdicts = new Set<Verdict>();
    for (const role of asking) {
      const probe = this.objects.probeOf(route, whose);
      const told = await this.toldOf(probe, role);
      verdicts.add(told.verdict);
      if (whose === 'absent' || told.verdict !== '404') continue;
      const ofNothing = await this.toldOf(this.objects.probeOf(route, 'absent'), role);
      if (told.shape !== ofNothing.shape) this.differences.push(`${probe.route} as ${role}`);
    }
    const [verdict, ...others] = verdicts;
    if (verdict === undefined || others.length > 0) {
      throw new Error(`${route.method} ${route.path} tells each role something else`);
    }
    return verdict;
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
    const allowed = ROLES.filter((role) =>
      cells.some(([column, verdict]) => column === role && verdict === 'pass'),
    );
    cells.push(...(await this.verdictsOnObjects(route, allowed)));
    return Object.fromEntries(cells) as Cells;
  }

  private async verdictsOnObjects(
    route: Route,
    allowed: readonly Role[],
  ): Promise<[Whose, Verdict][]> {
    const verdicts: [Whose, Verdict][] = [];
    for (const whose of WHOSE) {
      const isAsked = namesObject(route.path);
      verdicts.push([whose, isAsked ? await this.verdictOn(whose, route, allowed) : '-']);
    }
    return verdicts;
  }
}

/** Of a table the cells on whose object it is. */
export const onlyOfObjects = (
  table: ReadonlyMap<string, Cells>,
): ReadonlyMap<string, Partial<Cells>> =>
  new Map(
    [...table].map(([route, cells]) => [
      route,
      Object.fromEntries(WHOSE.map((whose) => [whose, cells[whose]])),
    ]),
  );

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
