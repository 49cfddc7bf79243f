import * as fc from 'fast-check';
import { ApprovalKinds } from '../../src/approvals';
import { sealWholeTrail } from '../../src/audit';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import type { Role } from '../../src/identity';
import { sealBook } from '../../src/ledger';
import { ApprovalScene } from '../approvals/approval-scene';
import { ClaimsScene } from '../claims/claims-scene';
import { keyInFolder } from '../sealing/support';
import { exampleText } from '../support/examples';
import { NO_MONEY, NO_TEXTS, NO_YUAN, YUAN } from '../support/money-corpus';
import { reportFigures, sized } from '../support/reliability';
import { routesOf } from '../support/routes';
import { type TestBureau, TestService } from '../support/test-service';
import { type Case, cases, jsonBody } from './cases';
import { advanceContents } from './advance-contents';
import { type Description, type Operation, operationsOf } from './interface';
import { type Addressee, type MoneyBody, moneyFields, moneyOf, schemaOf, withAll } from './money';
import { judgmentContents } from './judgment-contents';
import { claimsContents } from './claims-contents';
import { damageContents } from './damage-contents';
import { legalContents } from './legal-contents';
import { CONTENTS, NEED_NOT_SUCCEED, NOT_DESCRIBED, SAMPLES } from './samples';
import { type Answer, Caller, Sender } from './sender';
import { type Hints, whole } from './valid';

const CASES = sized(25, 800);
const SEED = Number(process.env['FUND_TEST_SEED'] ?? sized(20150162, Date.now() % 0x7fffffff));
const TIME_LIMIT = sized(600_000, 7_200_000);
const LARGEST_BODY = 4 * 1_024 * 1_024;
const ID_IN_ANSWER = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const MOST_LEARNED = 10;
const BOOK = 'casefile-nanping-2015';
const APPROVALS = '/api/v1/approvals';
const NOWHERE = '00000000-0000-4000-8000-000000000000';
/**
 * Whether nothing is enough is said of the list of tiers, not of the amount in it; of a policy of awards each amount may
 * be nothing.
 */
const MAY_BE_NOTHING =
  /\/(upTo|floor|injunctionOnlyWin|withdrawnClaimsRealized|awardFund|sanctionQuota|combined)$/;
const STAFF = [
  'finance_officer',
  'reviewer',
  'approver',
  'cashier',
  'system_administrator',
  'security_administrator',
  'audit_administrator',
] as const satisfies readonly Role[];

describe('every operation of the interface', () => {
  let service: TestService;
  let sender: Sender;
  let callers: Caller[];
  /** Those of a real bureau, by their role. */
  const staff = new Map<Role, Caller>();
  let bureau: TestBureau;
  let samples: Readonly<Record<string, unknown>>;
  /** What can be asked for of each kind with money in it. */
  let contents: Readonly<Record<string, unknown>>;
  /** Ids of resolutions that requests rest on, by their kinds. */
  let resolutions: Readonly<Record<string, string>> = {};
  let operations: Operation[];
  let hints: Hints;
  const statuses = new Map<number, number>();
  const succeeded = new Set<string>();
  /** Ids that answers have told: later operations are asked about them. */
  const learned = new Set<string>();
  let sentInAll = 0;

  beforeAll(async () => {
    service = await TestService.open();
    const { dataSource } = service.database;
    const { bookId } = await replayCaseFile(
      dataSource,
      parseCaseFile(exampleText('02-nanping-2015')),
    );
    const { key } = keyInFolder();
    await sealBook(dataSource, { id: bookId, code: BOOK }, key);
    await sealWholeTrail(dataSource, { key, folder: undefined });
    sender = new Sender(await service.app.getUrl());
    bureau = await service.bureau('elsewhere');
    for (const role of STAFF) {
      const person = await service.person([role], { bureauId: bureau.id });
      staff.set(role, Caller.real(service, `real ${role}`, person));
    }
    callers = [
      Caller.anonymous(),
      Caller.inSandbox(service, 'finance_officer'),
      Caller.inSandbox(service, 'approver'),
      Caller.inSandbox(service, 'auditor'),
      Caller.inSandbox(service, 'organization_member'),
      ...staff.values(),
    ];
    for (const caller of callers) await caller.renew();
    const victim = await service.person(['reviewer'], { bureauId: bureau.id });
    const description = await sender.send({
      method: 'GET',
      target: '/api/openapi.json',
      headers: {},
    });
    operations = operationsOf(JSON.parse(description.text) as Description);
    const colleague = await service.person(['finance_officer'], { bureauId: bureau.id });
    contents = {
      ...CONTENTS,
      ...(await legalContents(service, bureau)),
      ...(await advanceContents(service, bureau)),
      ...(await judgmentContents(service, bureau)),
    };
    // After the advances, whose scene registers the organization.
    const claims = await ClaimsScene.over(ApprovalScene.over(service, bureau));
    const damages = await damageContents(claims);
    resolutions = damages.resolutions;
    contents = { ...contents, ...(await claimsContents(claims)), ...damages.contents };
    samples = {
      ...SAMPLES,
      'POST /api/v1/delegations': {
        to: colleague.personId,
        role: 'finance_officer',
        fromOn: '2026-01-01',
        untilOn: '2099-01-01',
        reason: '外出',
      },
    };
    hints = {
      book: [BOOK, bureau.bookCode],
      id: [BOOK, bureau.bookCode, 'nanping-2015', victim.personId, victim.accountId],
      request: ['1', '2'],
      number: ['1', '2'],
      code: ['NOT_FOUND', 'toString'],
      account: ['1002.01', '2307.09', '5901'],
      month: ['2024-03'],
      year: ['2026'],
      kind: ['role_grant', 'policy_change', 'month_reopen'],
      role: ['finance_officer', 'reviewer'],
      to: [victim.personId],
    };
  });
  afterAll(async () => {
    sender.close();
    await service.close();
  });

  /** Sends it as somebody; whose session a request has ended signs in again. */
  async function sendAs({ name }: Operation, caller: Caller, { sent }: Case): Promise<Answer> {
    const send = () =>
      sender.send({ ...sent, headers: { ...sent.headers, ...caller.credentials } });
    const answer = await send();
    sentInAll += 1;
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status < 300) {
      succeeded.add(name);
      for (const [id] of answer.text.matchAll(ID_IN_ANSWER)) learned.add(id);
    }
    if (answer.status !== 401 || caller.name === 'anonymous') return answer;
    if (!answer.text.includes('SIGN_IN_REQUIRED')) return answer;
    await caller.renew();
    return send();
  }

  /** What is wrong with an answer. */
  function faultOf({ answers }: Operation, { isWrong }: Case, answer: Answer): string | undefined {
    const { status, type, text, closes } = answer;
    const described = answers.get(status);
    if (described === undefined) return `status ${String(status)} is not described`;
    if (status >= 500) return 'the service failed';
    if (closes) return 'the connection is closed';
    if (isWrong && status < 400) return 'what is known to be wrong was accepted';
    if (described.type !== undefined && !type.startsWith(described.type)) {
      return `the answer is ${type}, not ${described.type}`;
    }
    if (described.fits === undefined) return undefined;
    const body: unknown = JSON.parse(text);
    if (!described.fits(body)) {
      return `the answer does not fit its schema: ${JSON.stringify(described.fits.errors)}`;
    }
    const stated = (body as { status?: unknown } | null)?.status;
    return status >= 400 && stated !== status ? 'the document states another status' : undefined;
  }

  async function check(operation: Operation, caller: Caller, given: Case): Promise<Answer> {
    const answer = await sendAs(operation, caller, given);
    const fault = faultOf(operation, given, answer);
    if (fault !== undefined) {
      const { method, target, headers, body = '' } = given.sent;
      throw new Error(
        `${operation.name} as ${caller.name}: ${fault}\n` +
          `${method} ${target} ${JSON.stringify(headers)}\n${String(body).slice(0, 2_000)}\n` +
          `→ ${String(answer.status)} ${answer.text.slice(0, 1_000)}`,
      );
    }
    return answer;
  }

  /** Those whom the operation does not turn away for who they are. */
  async function admitted(operation: Operation): Promise<Caller[]> {
    const [sample] = fc.sample(cases(operation, hints, samples[operation.name]), {
      numRuns: 1,
      seed: SEED,
    });
    if (sample === undefined) return [];
    const found: Caller[] = [];
    for (const caller of callers) {
      const { status, text } = await sendAs(operation, caller, sample);
      if (status !== 401 && !text.includes('ROLE_REQUIRED')) found.push(caller);
    }
    return found;
  }

  /** A proof of presence lasts a few minutes, and the long run takes longer. */
  const proveAgain = () =>
    service.database.dataSource.query(
      `UPDATE fund.session SET stepped_up_at = now() WHERE stepped_up_at IS NOT NULL`,
    );

  /** Sends the sample of an operation as it is: what it stands for does not wait for chance. */
  async function sendSample(operation: Operation, inside: readonly Caller[]): Promise<void> {
    const sample = samples[operation.name];
    if (sample === undefined) return;
    for (const caller of inside) {
      await send(
        { operation, caller, target: plainTarget(operation), head: plainHead(operation) },
        sample,
      );
    }
  }

  /** Ends a session of one's own: chance hardly ever draws both. */
  async function endSession(caller: Caller): Promise<void> {
    const operation = operationOf('POST /api/v1/sessions/{id}/end');
    const target = '/api/v1/sessions';
    const { text } = await sender.send({ method: 'GET', target, headers: caller.credentials });
    const { items } = JSON.parse(text) as { items: readonly { id: string }[] };
    const sent = { method: 'POST', target: `${target}/${String(items[0]?.id)}/end`, headers: {} };
    await check(operation, caller, { sent, isWrong: false });
  }

  const plainTarget = ({ path }: Operation): string =>
    path.replace('{book}', BOOK).replaceAll(/\{\w+\}/g, NOWHERE);

  /** Something for each header that must be there, and never the same. */
  const plainHead =
    ({ parameters }: Operation): Addressee['head'] =>
    () =>
      Promise.resolve(
        Object.fromEntries(
          parameters
            .filter((parameter) => parameter.in === 'header' && parameter.required)
            .map(({ name }) => [name, `plain-${String(sentInAll)}`]),
        ),
      );

  it('is described, and nothing is that is not there', () => {
    const routes = routesOf(service).map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );
    const described = operations.map(({ name }) => name);
    expect(described.filter((name) => !routes.includes(name))).toEqual([]);
    const silent = routes.filter((name) => !described.includes(name));
    expect(silent.sort()).toEqual(Object.keys(NOT_DESCRIBED).sort());
  });

  it(
    'answers as it is described, whatever is sent, and accepts nothing that is wrong',
    async () => {
      const faults: string[] = [];
      for (const operation of operations) {
        await proveAgain();
        const inside = await admitted(operation);
        await sendSample(operation, inside);
        const known = {
          ...hints,
          id: [...(hints['id'] ?? []), ...[...learned].slice(-MOST_LEARNED)],
        };
        const anybody = { weight: 1, arbitrary: fc.constantFrom(...callers) };
        const caller =
          inside.length === 0
            ? anybody.arbitrary
            : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...inside) }, anybody);
        const property = fc.asyncProperty(
          caller,
          cases(operation, known, samples[operation.name]),
          async (by, given) => {
            await check(operation, by, given);
          },
        );
        const details = await fc.check(property, {
          numRuns: CASES,
          seed: SEED,
          includeErrorInReport: true,
        });
        if (details.failed) faults.push(String(details.errorInstance));
      }
      expect(faults).toEqual([]);
      const officer = staff.get('finance_officer');
      if (officer !== undefined) {
        await officer.renew();
        await endSession(officer);
        await officer.renew();
      }
      const names = operations.map(({ name }) => name);
      const neverSucceeded = names.filter((name) => !succeeded.has(name));
      expect(neverSucceeded.filter((name) => !(name in NEED_NOT_SUCCEED))).toEqual([]);
      expect(Object.keys(NEED_NOT_SUCCEED).filter((name) => !names.includes(name))).toEqual([]);
      reportFigures('http-fuzz', {
        ...{ operations: operations.length, casesOfEach: CASES, requests: sentInAll, seed: SEED },
        neverSucceeded,
        statuses: Object.fromEntries([...statuses].sort(([one], [other]) => one - other)),
      });
    },
    TIME_LIMIT,
  );

  it('reads no body that is larger than any of them may be', async () => {
    const body = ' '.repeat(LARGEST_BODY + 1);
    for (const operation of operations.filter((one) => one.body !== undefined)) {
      const path = operation.path.replaceAll(/\{\w+\}/g, '1');
      const sent = { method: operation.method, target: path, body };
      const headers = { 'content-type': 'application/json' };
      const caller = (await admitted(operation))[0] ?? Caller.anonymous();
      await check(operation, caller, { sent: { ...sent, headers }, isWrong: true });
    }
  });

  it(
    'takes amounts in every field of money exactly as they may be written',
    async () => {
      const judged = { bodies: 0, fields: 0, amounts: 0 };
      for (const given of [...(await bodiesOfSchemas()), ...(await bodiesOfKinds())]) {
        judged.bodies += 1;
        judged.fields += given.fields.length;
        for (const amount of [...NO_YUAN, ...NO_MONEY, ...NO_TEXTS, ...YUAN]) {
          const isNothing = typeof amount === 'string' && NO_MONEY.includes(amount);
          const fields = given.fields.filter(
            (pointer) => !isNothing || !MAY_BE_NOTHING.test(pointer),
          );
          judged.amounts += fields.length;
          const isWrong = typeof amount !== 'string' || !YUAN.includes(amount);
          // In all fields at once: each is judged for itself.
          const faulty = await faultyPlaces(given, withAll(given.document, fields, amount));
          const { name } = given.operation;
          expect([name, amount, fields.filter((pointer) => faulty.includes(pointer))]).toEqual([
            name,
            amount,
            isWrong ? fields : [],
          ]);
        }
      }
      const kinds = service.app.get(ApprovalKinds).all.filter((kind) => moneyOf(kind).length > 0);
      expect(kinds.map(({ kind }) => kind).sort()).toEqual(Object.keys(contents).sort());
      reportFigures('http-fuzz-money', judged);
    },
    TIME_LIMIT,
  );

  /** Bodies of operations whose description tells where money stands. */
  async function bodiesOfSchemas(): Promise<MoneyBody[]> {
    const found: MoneyBody[] = [];
    for (const operation of operations) {
      if (operation.body === undefined) continue;
      const { schema } = operation.body;
      const document = whole(schema, hints);
      const fields = moneyFields(schema, document);
      if (fields.length === 0) continue;
      const [caller] = await admitted(operation);
      if (caller === undefined) throw new Error(`${operation.name} admits nobody`);
      const [target, head] = [plainTarget(operation), plainHead(operation)];
      found.push({ operation, caller, target, head, document, fields });
    }
    return found;
  }

  const operationOf = (name: string): Operation => {
    const found = operations.find((operation) => operation.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };

  /** Contents of requests, whose shape is known to their kind alone: as they are asked for, and revised. */
  async function bodiesOfKinds(): Promise<MoneyBody[]> {
    const found: MoneyBody[] = [];
    for (const kind of service.app.get(ApprovalKinds).all) {
      const fields = moneyOf(kind);
      if (fields.length === 0) continue;
      const caller = kind.makers.map((role) => staff.get(role)).find((one) => one !== undefined);
      if (caller === undefined) throw new Error(`nobody asks for ${kind.kind}`);
      const asked = kind.inBook ? { book: bureau.bookCode } : {};
      const revision = { content: whole(schemaOf(kind), hints), ...asked };
      const document = { kind: kind.kind, ...revision };
      const key = () => Promise.resolve({ 'idempotency-key': `money-${String(sentInAll)}` });
      const post = { operation: operationOf('POST /api/v1/approvals'), target: APPROVALS, caller };
      found.push({ ...post, head: key, document, fields });
      const resolution = resolutions[kind.kind];
      const good = {
        ...{ kind: kind.kind, content: contents[kind.kind], ...asked },
        ...(resolution !== undefined && { resolution }),
      };
      const { text } = await send({ ...post, head: key }, good);
      const target = `${APPROVALS}/${(JSON.parse(text) as { id: string }).id}`;
      const put = { operation: operationOf('PUT /api/v1/approvals/{id}'), target, caller };
      let etag: string | undefined;
      const seen = async () => {
        const read = { method: 'GET', target, headers: caller.credentials };
        etag ??= (await sender.send(read)).etag;
        return { 'if-match': etag };
      };
      const answered = ({ status }: Answer): void => {
        if (status < 300) etag = undefined;
      };
      found.push({ ...put, head: seen, answered, document: revision, fields });
    }
    return found;
  }

  async function send(to: Addressee, document: unknown): Promise<Answer> {
    const { operation, caller, target, head, answered } = to;
    const { value } = jsonBody(() => true, document);
    const headers = { ...(await head()), ...value.headers };
    const sent = { method: operation.method.toUpperCase(), target, ...value, headers };
    const answer = await check(operation, caller, { sent, isWrong: false });
    answered?.(answer);
    return answer;
  }

  /** The places in the body that the service calls faulty. */
  async function faultyPlaces(to: Addressee, document: unknown): Promise<string[]> {
    const { text } = await send(to, document);
    const { faults = [] } = JSON.parse(text) as { faults?: { pointer: string }[] };
    return faults.map(({ pointer }) => pointer);
  }
});
