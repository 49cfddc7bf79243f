import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCaseFile, readStatement, replayCaseFile } from '../src/casefile';
import { DomainError } from '../src/errors';
import { exampleText } from './support/examples';
import { environmentOf, runFund } from './support/fund-process';
import { createTestDatabase, type TestDatabase } from './support/test-database';

type Json = Record<string, unknown>;
type Mutable = Json & { events: Json[]; organizations: Json[] };

const tutorial = (): Mutable => JSON.parse(exampleText('01-tutorial')) as Mutable;

function faultsOf(document: unknown): { pointer: string; message: string }[] {
  try {
    parseCaseFile(JSON.stringify(document));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CASE_FILE_INVALID') {
      return error.details['faults'] as { pointer: string; message: string }[];
    }
    throw error;
  }
  return [];
}

const pointersOf = (document: unknown): string[] =>
  faultsOf(document).map(({ pointer }) => pointer);

describe('the shape of a case file', () => {
  it('names all faults at once, each with its JSON pointer', () => {
    const document = tutorial();
    document['format'] = 'casefile/2';
    document['surprise'] = true;
    document['asOf'] = '2025-02-30';
    Object.assign(document.events[0] ?? {}, { pool: 'slush_fund', amount: 0.1 });
    Object.assign(document.events[5] ?? {}, { item: 'A9.nothing' });
    Object.assign(document.events[6] ?? {}, { type: 'advance.forget' });
    expect(pointersOf(document)).toEqual([
      '/asOf',
      '/events/0/amount',
      '/events/0/pool',
      '/events/5/item',
      '/events/6/type',
      '/format',
      '/surprise',
    ]);
  });

  const judgmentWith = (item: Json): Mutable => {
    const document = tutorial();
    document.events = document.events.slice(0, 12);
    const liability = { mode: 'sole', debtors: [{ ref: 'd1' }] };
    document.events.push({
      on: '2024-03-01',
      type: 'judgment',
      ref: 'J1',
      outcome: 'win',
      effectiveOn: '2024-03-01',
      items: [{ ref: 'x', kind: 'restoration', amount: '1.00', liability, ...item }],
    });
    return document;
  };
  const instalments = [{ dueOn: '2024-04-01', amount: '1.00' }];
  const several = { mode: 'several', debtors: [{ ref: 'd1', share: '1.00' }] };

  it.each([
    ['a condition on costs', { kind: 'fund_costs', conditional: true }, ['conditional']],
    ['instalments beside a due date', { dueOn: '2024-04-01', instalments }, ['instalments']],
    ['instalments with several liability', { instalments, liability: several }, ['instalments']],
    ['a due date before the interest rule', { dueOn: '2014-07-31' }, ['']],
    ['own costs without an organization', { kind: 'organization_costs' }, ['organization']],
    [
      'a defendant who is not listed',
      { liability: { mode: 'sole', debtors: [{ ref: 'd9' }] } },
      ['liability/debtors/0/ref'],
    ],
    [
      'a several debtor without a share',
      { liability: { mode: 'several', debtors: [{ ref: 'd1' }] } },
      ['liability/debtors/0/share'],
    ],
  ])('refuses %s', (_what, item, places) => {
    const expected = places.map((place) => `/events/12/items/0${place === '' ? '' : `/${place}`}`);
    expect(pointersOf(judgmentWith(item))).toEqual(expected);
  });

  it.each([
    ['a due date on the day the interest rule came into force', { dueOn: '2014-08-01' }],
    ['an early due date without interest', { dueOn: '2014-07-31', interest: false }],
    ['instalments with sole liability', { instalments }],
  ])('accepts %s', (_what, item) => {
    expect(faultsOf(judgmentWith(item))).toEqual([]);
  });
});

describe('what no database could keep or no rule compute', () => {
  it('an early default of an item that bears interest anywhere in the file is a fault', () => {
    const document = tutorial();
    document.events = document.events.slice(0, 12);
    const judgment = (ref: string, interest: boolean): Json => ({
      on: '2024-03-01',
      type: 'judgment',
      ref,
      outcome: 'win',
      effectiveOn: '2024-03-01',
      items: [
        {
          ref: 'x',
          kind: 'restoration',
          amount: '1.00',
          conditional: true,
          interest,
          liability: { mode: 'sole', debtors: [{ ref: 'd1' }] },
        },
      ],
    });
    document.events.push(
      judgment('J1', true),
      { ...judgment('J2', false), expect: 'DUPLICATE_REF' },
      { on: '2024-04-01', type: 'condition.defaulted', item: 'x', dueOn: '2014-01-01' },
    );
    expect(pointersOf(document)).toEqual(['/events/14/dueOn']);
  });

  it('a text that is looked up is at most 200 characters long', () => {
    const document = tutorial();
    Object.assign(document.events[13] ?? {}, { bankReference: '长'.repeat(201) });
    expect(pointersOf(document)).toEqual(['/events/13/bankReference']);
  });

  it('nesting without end is a fault, not a crash', () => {
    const document = {
      ...tutorial(),
      about: JSON.parse('['.repeat(4_000) + ']'.repeat(4_000)) as unknown,
    };
    expect(faultsOf(document)).toEqual([
      {
        pointer: expect.stringMatching(/^\/about\/0/) as string,
        message: 'is nested more than 100 deep',
      },
    ]);
  });
});

describe('a refused case file', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'fund-cases-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  async function replayText(
    text: string | Buffer,
  ): Promise<{ status: number | null; stdout: string; problem: Json }> {
    const path = join(folder, 'case.json');
    writeFileSync(path, text);
    const { status, stdout, stderr } = await runFund(['replay', path], environmentOf(database));
    return { status, stdout, problem: JSON.parse(stderr) as Json };
  }

  const rowsOf = async (table: string): Promise<number> => {
    const rows = await database.dataSource.query<{ rows: number }[]>(
      `SELECT count(*)::int AS rows FROM ${table}`,
    );
    return rows[0]?.rows ?? -1;
  };

  it('that is not JSON ends with status 2, a problem document and nothing posted', async () => {
    const { status, stdout, problem } = await replayText('{"format": "casefile/1",');
    expect({ status, stdout, code: problem['code'] }).toEqual({
      status: 2,
      stdout: '',
      code: 'CASE_FILE_NOT_JSON',
    });
    expect(await rowsOf('ledger.book')).toBe(0);
  });

  it('that is not UTF-8 is refused, and a byte order mark is not in its way', async () => {
    const gbk = Buffer.concat([
      Buffer.from('{"format": "casefile/1", "id": "gbk", "title": "'),
      Buffer.from([0xb0, 0xb8]),
      Buffer.from('"}'),
    ]);
    expect((await replayText(gbk)).problem).toMatchObject({
      code: 'CASE_FILE_NOT_JSON',
      fault: 'not UTF-8',
    });
    const marked = await replayText(`\uFEFF${JSON.stringify({ ...tutorial(), asOf: 'tomorrow' })}`);
    expect(marked.problem).toMatchObject({ code: 'CASE_FILE_INVALID' });
  });

  it('of the wrong shape ends with status 2 and its faults, and opens no book', async () => {
    const { status, problem } = await replayText(
      JSON.stringify({ ...tutorial(), asOf: 'tomorrow' }),
    );
    expect({ status, code: problem['code'] }).toEqual({ status: 2, code: 'CASE_FILE_INVALID' });
    expect(problem['faults']).toMatchObject([{ pointer: '/asOf' }]);
    expect(await rowsOf('ledger.book')).toBe(0);
  });

  it('that was changed after its replay is refused, naming the first event that differs', async () => {
    const document = tutorial();
    await replayCaseFile(database.dataSource, parseCaseFile(JSON.stringify(document)));
    Object.assign(document.events[7] ?? {}, { on: '2023-09-02' });
    Object.assign(document.events[9] ?? {}, { on: '2023-09-03' });
    const journals = await rowsOf('ledger.journal');
    const { status, problem } = await replayText(JSON.stringify(document));
    expect({ status, code: problem['code'], event: problem['event'] }).toEqual({
      status: 2,
      code: 'CASE_FILE_CHANGED',
      event: 7,
    });
    expect(await rowsOf('ledger.journal')).toBe(journals);
  });

  it.each([
    [
      'refused without expecting it',
      { amount: 'NaN' },
      { expected: 'accepted', outcome: 'AMOUNT_INVALID' },
    ],
    [
      'accepted though it expects a refusal',
      { expect: 'CAP_EXCEEDED' },
      { expected: 'CAP_EXCEEDED', outcome: 'accepted' },
    ],
    [
      'refused with another code',
      { amount: '0', expect: 'CAP_EXCEEDED' },
      { expected: 'CAP_EXCEEDED', outcome: 'AMOUNT_INVALID' },
    ],
  ])('whose event is %s ends with status 2 and says so', async (what, change, outcome) => {
    const document = tutorial();
    document['id'] = `unexpected-${what.replaceAll(' ', '-')}`;
    Object.assign(document.events[0] ?? {}, change);
    for (const replay of ['first', 'second']) {
      const { status, stdout, problem } = await replayText(JSON.stringify(document));
      expect({ ...problem, replay, exit: status, stdout }).toMatchObject({
        replay,
        exit: 2,
        stdout: '',
        code: 'EVENT_OUTCOME_UNEXPECTED',
        event: 0,
        ...outcome,
      });
    }
  });

  it('leaves of a refused event nothing but its audit record', async () => {
    const document = tutorial();
    document['id'] = 'one-refusal';
    document.events = [
      {
        on: '2023-01-05',
        type: 'appropriation',
        pool: 'special_fund',
        amount: '1_000',
        expect: 'AMOUNT_INVALID',
      },
    ];
    const before = await rowsOf('ledger.posting_request');
    await replayCaseFile(database.dataSource, parseCaseFile(JSON.stringify(document)));
    expect(await rowsOf('ledger.posting_request')).toBe(before);
    const audit = await database.dataSource.query<Json[]>(
      `SELECT action, outcome, refusal_code, person FROM fund.audit_event WHERE act_key = 'casefile:one-refusal:0'`,
    );
    expect(audit).toEqual([
      {
        action: 'appropriation',
        outcome: 'refused',
        refusal_code: 'AMOUNT_INVALID',
        person: 'officer',
      },
    ]);
    const { statement } = await readStatement(database.dataSource.manager, 'one-refusal');
    expect(statement).toMatchObject({
      trialBalance: {},
      refusals: [{ event: 0, code: 'AMOUNT_INVALID' }],
    });
  });
});
