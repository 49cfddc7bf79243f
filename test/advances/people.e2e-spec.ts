import { uuidv7 } from 'uuidv7';
import { applyForAdvance, approveAdvance, payAdvance } from '../../src/advances';
import { appropriate, changeBudget } from '../../src/budget';
import { businessDate } from '../../src/calendar';
import { openCase } from '../../src/cases';
import { Bureau, BureauBook, Person } from '../../src/identity';
import { openBook, settleBook } from '../../src/ledger';
import { fen } from '../../src/money';
import { judgeQualification, registerOrganization } from '../../src/organizations';
import { inTransaction } from '../../src/platform/database/transaction';
import type { Work } from '../../src/platform/work';
import { refusalOf } from '../support/ledger';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

type BookKind = Work['bookKind'];

/** Refused by the use case, before the database does. */
const SAME_PERSON = { name: 'DomainError', message: 'SAME_PERSON' };

describe('the people of an advance', () => {
  let database: TestDatabase;
  const books = new Map<BookKind, { readonly bookId: number; readonly caseId: string }>();
  let organizations: Readonly<Record<BookKind, string>>;
  let keys = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    organizations = { real: await open('real'), sandbox: await open('sandbox') };
  });
  afterAll(() => database.drop());

  const newName = (what: string): string => `${what}-${String((keys += 1))}`;

  const act = <Result>(
    kind: BookKind,
    bookId: number,
    by: string,
    what: (work: Work) => Promise<Result>,
  ): Promise<Result> =>
    inTransaction(database.dataSource, (tx) =>
      what({ tx, bookId, bookKind: kind, on: '2023-06-20', by, key: newName('act') }),
    );

  /** Appropriates the year's budget, by a request of a bureau that is there for this alone. */
  async function giveBudget(work: Work): Promise<void> {
    const [bureau, person, request] = [uuidv7(), uuidv7(), uuidv7()];
    await work.tx.insert(Bureau, { id: bureau, code: 'bureau', name: 'a bureau', sandbox: false });
    await work.tx.insert(BureauBook, { bookId: work.bookId, bureauId: bureau });
    await work.tx.insert(Person, { id: person, name: 'maker', bureauId: bureau, sandbox: false });
    await work.tx.query(
      `INSERT INTO fund.approval_request (id, bureau_id, book_id, kind, title, version, content_hash, steps, step,
              state, responsible_role, due_on, maker_id, maker_role, idempotency_key, body_hash)
       VALUES ($1, $2, $3, 'budget_change', 'budget', 1, sha256(''), '{approver}', 0,
              'open', 'approver', '2023-06-30', $4, 'finance_officer', 'budget', sha256(''))`,
      [request, bureau, work.bookId, person],
    );
    await changeBudget(
      work,
      {
        change: 'appropriation',
        pool: 'special_fund',
        year: 2023,
        budgetLines: [{ category: 'travel', raise: '100000.00' }],
        document: 'a document',
        reason: 'a test',
      },
      { id: request, maker: 'maker' },
    );
  }

  /** A book with a case, an organization and money; returns the organization. */
  async function open(kind: BookKind): Promise<string> {
    const { dataSource } = database;
    const bookId = await openBook(dataSource.manager, { code: kind, kind, title: kind });
    const [caseId, organizationId] = await act(kind, bookId, 'officer', async (work) => {
      const opened = await openCase(work, {
        number: '(2023)示例民初1号',
        court: 'a court',
        filedOn: businessDate('2023-06-12'),
        damageRoute: 'treasury',
        dayCount: 'end_minus_start',
        defendants: [{ ref: 'd1', name: 'defendant 1', kind: 'company' }],
      });
      const registered = await registerOrganization(work, {
        ref: 'o1',
        name: 'invented',
        kind: 'social_association',
        uscc: '51220000MJ00010109',
        registeredOn: businessDate('2012-05-10'),
        annualReports: [2018, 2019, 2020, 2021, 2022, 2023],
        penalties: [],
        charterRelated: true,
        cleanRecordStatementOn: businessDate('2023-06-01'),
      });
      await judgeQualification(work, {
        organizationId: registered,
        caseId: opened,
        filedOn: businessDate('2023-06-12'),
      });
      if (kind === 'real') await giveBudget(work);
      else await appropriate(work, 'special_fund', fen(10_000_000n));
      return [opened, registered] as const;
    });
    await settleBook(dataSource, bookId);
    books.set(kind, { bookId, caseId });
    return organizationId;
  }

  const inBook = <Result>(
    kind: BookKind,
    by: string,
    what: (work: Work) => Promise<Result>,
  ): Promise<Result> => act(kind, books.get(kind)?.bookId ?? 0, by, what);

  /** Applies for 10.00 yuan; returns the ids of application and item. */
  async function apply(kind: BookKind, applicant: string): Promise<{ id: string; itemId: string }> {
    const caseId = books.get(kind)?.caseId ?? '';
    const ref = newName('A');
    await inBook(kind, applicant, (work) =>
      applyForAdvance(work, {
        caseId,
        ref,
        organizationId: organizations[kind],
        items: [
          { ref: `${ref}.x`, category: 'travel', instance: 1, payee: 'payee', amount: fen(1_000n) },
        ],
      }),
    );
    const [row] = await database.dataSource.query<{ id: string; item_id: string }[]>(
      `SELECT a.id, i.id AS item_id FROM fund.advance_application a
         JOIN fund.advance_item i ON i.application_id = a.id WHERE a.case_id = $1 AND a.ref = $2`,
      [caseId, ref],
    );
    return { id: row?.id ?? '', itemId: row?.item_id ?? '' };
  }

  const approve = (kind: BookKind, applicationId: string, by: string, reviewer: string) =>
    inBook(kind, by, (work) =>
      approveAdvance(work, { applicationId, reviewer, minutesNumber: null }),
    );
  const pay = (kind: BookKind, itemId: string, by: string) =>
    inBook(kind, by, (work) => payAdvance(work, { itemId, amount: fen(100n) }));

  /** What the database says to the service's role, and to a superuser whose session fires no ordinary trigger. */
  const past = (sql: string, parameters: unknown[]): Promise<string[]> =>
    Promise.all(
      [
        database.dataSource.query(sql, parameters),
        asSuperuser(database.name, async (client) => {
          await client.query('SET session_replication_role = replica');
          return client.query(sql, parameters);
        }),
      ].map(async (act) => (await refusalOf(act)).message),
    );

  it('of a real book are four: who pays applied, reviewed and approved nothing of it', async () => {
    const { id, itemId } = await apply('real', 'applicant');
    await approve('real', id, 'approver', 'reviewer');
    for (const party of ['applicant', 'reviewer', 'approver']) {
      expect(await refusalOf(pay('real', itemId, party))).toMatchObject(SAME_PERSON);
    }
    await pay('real', itemId, 'cashier');
    const insert = `INSERT INTO fund.advance_payment (id, item_id, paid_on, paid_by, amount_fen, request_id)
      SELECT gen_random_uuid(), p.item_id, p.paid_on, $2, p.amount_fen, p.request_id
        FROM fund.advance_payment p WHERE p.item_id = $1`;
    const update = 'UPDATE fund.advance_payment SET paid_by = $2 WHERE item_id = $1';
    for (const sql of [insert, update]) {
      for (const party of ['applicant', 'reviewer', 'approver']) {
        const refused = await past(sql, [itemId, party]);
        expect(refused).toEqual(['SAME_PERSON', 'SAME_PERSON']);
      }
    }
  });

  it('of a real book are not applicant and reviewer in one', async () => {
    const { id } = await apply('real', 'somebody');
    const refused = await refusalOf(approve('real', id, 'approver', 'somebody'));
    expect(refused).toMatchObject(SAME_PERSON);
    const update = `UPDATE fund.advance_application SET reviewer = applicant WHERE id = $1`;
    expect(await past(update, [id])).toEqual(['SAME_PERSON', 'SAME_PERSON']);
  });

  it('stay who they were once it is approved', async () => {
    const { id } = await apply('real', 'applicant');
    await approve('real', id, 'approver', 'reviewer');
    for (const column of ['applicant', 'reviewer', 'approver']) {
      const update = `UPDATE fund.advance_application SET ${column} = 'cashier' WHERE id = $1`;
      for (const message of await past(update, [id])) expect(message).toMatch(/stays/);
    }
  });

  it('of a sandbox book are whom the case file names, as its format says', async () => {
    const { id, itemId } = await apply('sandbox', 'reviewer');
    await approve('sandbox', id, 'approver', 'reviewer');
    await pay('sandbox', itemId, 'approver');
  });
});
