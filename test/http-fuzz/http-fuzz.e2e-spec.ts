import * as fc from 'fast-check';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { AMOUNT_PATTERN } from '../../src/money';
import { exampleText } from '../support/examples';
import { NO_MONEY, NO_TEXTS, NO_YUAN, YUAN } from '../support/money-corpus';
import { reportFigures, sized } from '../support/reliability';
import { TestService } from '../support/test-service';
import { type Case, cases, jsonBody } from './cases';
import { type Description, type Operation, operationsOf, type Schema } from './interface';
import { type Answer, Caller, Sender } from './sender';
import { type Hints, whole } from './valid';

const CASES = sized(40, 800);
const SEED = Number(process.env['FUND_TEST_SEED'] ?? sized(20150162, Date.now() % 0x7fffffff));
const TIME_LIMIT = sized(600_000, 7_200_000);
const LARGEST_BODY = 4 * 1_024 * 1_024;
const ID_IN_ANSWER = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const MOST_LEARNED = 10;
const BOOK = 'casefile-nanping-2015';

const VOUCHER = {
  businessOn: '2024-03-15',
  summary: 'Money of an unknown payer',
  lines: [
    { account: '1002.01', debit: '1.00' },
    { account: '2307.09', dimensions: { party: 'somebody' }, credit: '1.00' },
  ],
};
const MEETING = {
  number: '2026-1',
  title: '第一次联席会议',
  heldOn: '2026-11-20',
  place: '长春',
  chairedBy: '李某',
  agenda: ['审议垫付申请'],
  attendees: [{ agency: '市财政局', name: '赵某' }],
  minutes: '会议同意。',
  resolutions: [
    {
      number: '决1',
      text: '同意。',
      kind: 'policy_change',
      amount: '300000.00',
      owner: '王某',
      dueOn: '2026-12-31',
    },
  ],
};
/** Bodies that get further than most of those that are made from a schema alone. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  'POST /api/v1/books/{book}/vouchers': VOUCHER,
  'POST /api/v1/books/{book}/voucher-batches': { vouchers: [VOUCHER, VOUCHER] },
  'POST /api/v1/meetings': MEETING,
  'PUT /api/v1/meetings/{id}': MEETING,
  'POST /api/v1/approvals': {
    kind: 'policy_change',
    content: {
      name: 'approval_tiers',
      value: [{ upTo: '50000.00', steps: ['reviewer', 'approver'], resolution: false }],
      effectiveOn: '2027-01-01',
    },
  },
};

/** Amounts in contents whose shape is known to their kind alone. */
const MONEY_IN_CONTENT: Readonly<Record<string, readonly string[]>> = {
  'POST /api/v1/approvals': ['/content/value/0/upTo'],
};

describe('every operation of the interface', () => {
  let service: TestService;
  let sender: Sender;
  let callers: Caller[];
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
    await replayCaseFile(dataSource, parseCaseFile(exampleText('02-nanping-2015')));
    const server = await service.app.listen(0, '127.0.0.1');
    server.keepAliveTimeout = 60_000;
    sender = new Sender(await service.app.getUrl());
    const bureau = await service.bureau('elsewhere');
    const real = async (name: string, role: 'system_administrator' | 'security_administrator') =>
      Caller.real(service, name, await service.person([role], { bureauId: bureau.id }));
    callers = [
      Caller.anonymous(),
      Caller.inSandbox(service, 'finance_officer'),
      Caller.inSandbox(service, 'approver'),
      Caller.inSandbox(service, 'auditor'),
      Caller.inSandbox(service, 'organization_member'),
      await real('real system administrator', 'system_administrator'),
      await real('real security administrator', 'security_administrator'),
    ];
    for (const caller of callers) await caller.renew();
    const victim = await service.person(['reviewer'], { bureauId: bureau.id });
    const description = await sender.send({
      method: 'GET',
      target: '/api/openapi.json',
      headers: {},
    });
    operations = operationsOf(JSON.parse(description.text) as Description);
    hints = {
      book: [BOOK, bureau.bookCode],
      id: [BOOK, bureau.bookCode, 'nanping-2015', victim.personId, victim.accountId],
      request: ['1', '2'],
      number: ['1', '2'],
      code: ['NOT_FOUND', 'toString'],
      account: ['1002.01', '2307.09', '5901'],
      month: ['2024-03'],
      kind: ['role_grant', 'policy_change', 'month_reopen'],
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
    const [sample] = fc.sample(cases(operation, hints, SAMPLES[operation.name]), {
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

  it(
    'answers as it is described, whatever is sent, and accepts nothing that is wrong',
    async () => {
      const faults: string[] = [];
      for (const operation of operations) {
        await proveAgain();
        const inside = await admitted(operation);
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
          cases(operation, known, SAMPLES[operation.name]),
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
      reportFigures('http-fuzz', {
        ...{ operations: operations.length, casesOfEach: CASES, requests: sentInAll, seed: SEED },
        neverSucceeded: operations.map(({ name }) => name).filter((name) => !succeeded.has(name)),
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
      const judged = { operations: 0, fields: 0, amounts: 0 };
      for (const operation of operations) {
        const { body } = operation;
        if (body === undefined) continue;
        const hidden = MONEY_IN_CONTENT[operation.name];
        const document = hidden ? SAMPLES[operation.name] : whole(body.schema, hints);
        const fields = hidden ?? moneyFields(body.schema, document);
        if (fields.length === 0) continue;
        judged.operations += 1;
        const [caller] = await admitted(operation);
        if (caller === undefined) throw new Error(`${operation.name} admits nobody`);
        for (const pointer of fields) {
          judged.fields += 1;
          // Whether nothing is enough is said of the list of tiers, not of the amount in it.
          const nothing = hidden ? [] : NO_MONEY;
          for (const amount of [...NO_YUAN, ...nothing, ...NO_TEXTS, ...YUAN]) {
            judged.amounts += 1;
            const isWrong = typeof amount !== 'string' || !YUAN.includes(amount);
            const faulty = await faultyPlaces(operation, caller, withAt(document, pointer, amount));
            const verdict = faulty.includes(pointer) ? 'refused' : 'taken';
            expect([operation.name, pointer, amount, verdict]).toEqual([
              operation.name,
              pointer,
              amount,
              isWrong ? 'refused' : 'taken',
            ]);
          }
        }
      }
      expect(judged.operations).toBeGreaterThan(0);
      reportFigures('http-fuzz-money', judged);
    },
    TIME_LIMIT,
  );

  /** The places in the body that the service calls faulty. */
  async function faultyPlaces(
    operation: Operation,
    caller: Caller,
    document: unknown,
  ): Promise<string[]> {
    const head = Object.fromEntries(
      operation.parameters
        .filter((parameter) => parameter.in === 'header' && parameter.required)
        .map(({ name }) => [name, `money-${String(sentInAll)}`]),
    );
    const target = operation.path.replace('{book}', BOOK).replaceAll(/\{\w+\}/g, NOWHERE);
    const { value } = jsonBody(() => true, document);
    const sent = { method: operation.method.toUpperCase(), target, ...value };
    const { text } = await check(operation, caller, {
      sent: { ...sent, headers: { ...head, ...value.headers } },
      isWrong: false,
    });
    const { faults = [] } = JSON.parse(text) as { faults?: { pointer: string }[] };
    return faults.map(({ pointer }) => pointer);
  }
});

const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** JSON pointers to the amounts of a document. */
function moneyFields(schema: Schema, document: unknown, pointer = ''): string[] {
  if (schema.pattern === AMOUNT_PATTERN.source) return [pointer];
  if (Array.isArray(document)) {
    return document
      .slice(0, 1)
      .flatMap((item) => moneyFields(schema.items ?? {}, item, `${pointer}/0`));
  }
  return Object.entries(schema.properties ?? {}).flatMap(([name, of]) =>
    moneyFields(of, (document as Record<string, unknown>)[name], `${pointer}/${name}`),
  );
}

/** A copy of the document with another value at the place. */
function withAt(document: unknown, pointer: string, value: unknown): unknown {
  const copy = structuredClone(document);
  const names = pointer.split('/').slice(1);
  const last = names.pop() ?? '';
  const holder = names.reduce(
    (at, name) => at[name] as Record<string, unknown>,
    copy as Record<string, unknown>,
  );
  holder[last] = value;
  return copy;
}
