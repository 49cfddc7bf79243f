import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { addDays, addWorkingDays, businessDate } from '../../src/calendar';
import { importCalendar } from '../../src/commands/calendar-command';
import type { FundDatabase } from '../../src/database';
import { keepDays, readCalendar } from '../../src/working-days';
import {
  APPROVALS,
  ApprovalScene,
  BY_AMOUNT,
  newKey,
  type Someone,
} from '../approvals/approval-scene';
import { refusalOf } from '../support/ledger';
import { sized } from '../support/reliability';

const ADDED = `SELECT fund.add_working_days($1::date, $2)::text AS day`;

describe('the calendar', () => {
  let scene: ApprovalScene;
  let officer: Someone;
  let approver: Someone;
  let folder: string;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    officer = await scene.someone('finance_officer');
    approver = await scene.someone('approver');
    folder = mkdtempSync(join(tmpdir(), 'calendar-'));
  });
  afterAll(() => scene.service.close());

  const database = (): FundDatabase => ({ dataSource: scene.dataSource }) as FundDatabase;
  const imported = (text: string) => {
    const file = join(folder, 'days.csv');
    writeFileSync(file, text);
    return importCalendar(database(), file, 'a person');
  };
  const read = async (year: number, { browser } = officer): Promise<unknown> => {
    const { body } = (await browser.get(`/api/v1/calendar?year=${String(year)}`).expect(200)) as {
      body: { days: unknown };
    };
    return body.days;
  };

  it('says nothing to begin with: no holiday is made up', async () => {
    for (const year of [2024, 2025, 2026]) expect(await read(year)).toEqual([]);
  });

  it('takes a file as a whole, and shows it to organizations as well', async () => {
    expect(await imported('2030-02-02,working,调休\n2030-02-04,holiday,春节\n')).toEqual({
      days: 2,
      working: 1,
      off: 1,
    });
    const member = await scene.memberOf('51220000MJ00010109');
    expect(await read(2030, member)).toEqual([
      { day: '2030-02-02', working: true, note: '调休' },
      { day: '2030-02-04', working: false, note: '春节' },
    ]);
    await imported('2030-02-04,working,更正\n');
    expect(await read(2030)).toContainEqual({ day: '2030-02-04', working: true, note: '更正' });
  });

  it('takes nothing of a file with a wrong row, and the trail says so', async () => {
    expect(await refusalOf(imported('2031-01-01,holiday,\n2031-13-01,holiday,\n'))).toMatchObject({
      message: 'CALENDAR_FILE_INVALID',
    });
    expect(await read(2031)).toEqual([]);
    const events = await scene.dataSource.query<{ outcome: string }[]>(
      `SELECT outcome, refusal_code AS code, person FROM fund.audit_event
        WHERE action = 'calendar.import' ORDER BY id`,
    );
    expect(events).toEqual([
      { outcome: 'accepted', code: null, person: 'a person' },
      { outcome: 'accepted', code: null, person: 'a person' },
      { outcome: 'refused', code: 'CALENDAR_FILE_INVALID', person: 'a person' },
    ]);
  });

  it('changes by approval: the officer asks, the approver decides', async () => {
    const content = {
      days: [
        { day: '2032-05-03', working: false, note: '劳动节' },
        { day: '2032-05-08', working: true },
      ],
      reason: '国务院办公厅通知',
    };
    const id = await scene.ask(officer, content, { kind: 'calendar_change', inBook: false });
    expect(await scene.read(approver, id)).toMatchObject({
      title: '修改工作日历：2032 年，2 天',
      waitingFor: 'approver',
    });
    expect((await scene.decide(approver, id, 'approve')).body.state).toBe('approved');
    expect(await read(2032)).toEqual([
      { day: '2032-05-03', working: false, note: '劳动节' },
      { day: '2032-05-08', working: true, note: '' },
    ]);
  });

  it.each([
    ['no day', []],
    ['a day that is none', [{ day: '2032-02-30', working: false }]],
    ['a day twice', [1, 2].map(() => ({ day: '2032-02-02', working: false }))],
  ])('is not asked to change %s', async (_, days) => {
    await officer.browser
      .post(APPROVALS, { kind: 'calendar_change', content: { days, reason: 'x' } })
      .set('idempotency-key', newKey())
      .expect(400);
  });

  it('is not changed by the invented people of the sandbox', async () => {
    const browser = await scene.service.signInToSandbox('finance_officer');
    const { body } = (await browser
      .post(APPROVALS, {
        kind: 'calendar_change',
        content: { days: [{ day: '2033-01-03', working: false }], reason: 'x' },
      })
      .set('idempotency-key', newKey())
      .expect(403)) as { body: { code: string } };
    expect(body.code).toBe('NOT_IN_SANDBOX');
  });

  it('is counted by the database as by the code', async () => {
    const days = fc
      .integer({ min: 0, max: 400 })
      .map((n) => addDays(businessDate('2040-01-01'), n));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(days, fc.boolean()), { selector: ([day]) => day, maxLength: 60 }),
        fc.array(fc.tuple(days, fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 8 }),
        async (said, asked) => {
          // What was said before stays said: the calendar only grows.
          await keepDays(
            scene.dataSource.manager,
            said.map(([day, isWorking]) => ({ day, isWorking, note: '' })),
          );
          const calendar = await readCalendar(scene.dataSource.manager);
          for (const [day, count] of asked) {
            const [found] = await scene.dataSource.query<{ day: string }[]>(ADDED, [day, count]);
            expect([day, count, found?.day]).toEqual([
              day,
              count,
              addWorkingDays(day, count, calendar),
            ]);
          }
        },
      ),
      { numRuns: sized(25, 1_000) },
    );
  });

  it('ends: what is beyond it is refused, and so is counting back', async () => {
    const count = (day: string, days: number) => scene.dataSource.query(ADDED, [day, days]);
    expect(await refusalOf(count('2200-12-30', 9))).toMatchObject({ sqlState: '22008' });
    expect(await refusalOf(count('2030-01-01', -1))).toMatchObject({ sqlState: '22023' });
  });

  it.each([
    ['no day', null, 3],
    ['a day and no number', '2030-01-01', null],
  ])('counts from %s to no day, at once', async (_, day, days) => {
    const counted = await scene.dataSource.transaction(async (tx) => {
      await tx.query(`SET LOCAL statement_timeout = '2s'`);
      return tx.query<{ day: string | null }[]>(ADDED, [day, days]);
    });
    expect(counted).toEqual([{ day: null }]);
  });

  it('gives whoever decides five working days', async () => {
    const [day] = await scene.dataSource.query<{ today: string }[]>(
      `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS today`,
    );
    const today = businessDate(day?.today ?? '');
    const due = async (): Promise<string | null> => {
      await scene.fund(['special'], 100n);
      const id = await scene.ask(officer, scene.spending('special', 1n), { kind: BY_AMOUNT });
      return (await scene.read(officer, id)).dueOn;
    };
    const before = await readCalendar(scene.dataSource.manager);
    expect(await due()).toBe(addWorkingDays(today, 5, before));
    // A week off from tomorrow on.
    const off = Array.from({ length: 7 }, (_, n) => addDays(today, n + 1));
    await imported(off.map((rest) => `${rest},holiday,`).join('\n'));
    const after = await readCalendar(scene.dataSource.manager);
    expect(await due()).toBe(addWorkingDays(addDays(today, 7), 5, after));
  });
});
