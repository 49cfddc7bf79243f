import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Statement {
  readonly pools: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly judgmentItems: readonly {
    readonly item: string;
    readonly ordered: string;
    readonly received: string;
    readonly doubledInterest: { readonly fixed: string; readonly received: string };
  }[];
  readonly award: { readonly total: string; readonly shares: readonly object[] } | null;
  readonly damageFund: object;
  readonly trialBalance: Readonly<Record<string, string>>;
}

interface Told {
  readonly about: { readonly events: readonly string[] };
  readonly events: readonly object[];
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, '../../examples/cases', `${name}.json`), 'utf8'));
const statementOf = (name: string): Statement => read(`${name}.expected`) as Statement;
const itemOf = ({ judgmentItems }: Statement, item: string) =>
  judgmentItems.find((each) => each.item === item);

/** Fen to yuan, for figures that are worked out here in whole fen. */
const yuan = (fen: bigint): string =>
  `${String(fen / 100n)}.${String(fen % 100n).padStart(2, '0')}`;

/** 0.000175 a day of a principal in fen, rounded half up: the one line of law in these figures. */
const doubled = (principal: bigint, days: bigint): bigint =>
  (principal * 175n * days + 500_000n) / 1_000_000n;

// What the replay of these files gives is compared with the same statements in test/case-files.e2e-spec.ts.
describe('the figures of published cases, worked out by hand', () => {
  it.each(['07-jianshi-2014', '08-nanjing-2020', '09-qujing-2011'])(
    '%s says of each event what is published and what is assumed',
    (name) => {
      const { about, events } = read(name) as Told;
      expect(about.events).toHaveLength(events.length);
      for (const mark of about.events) expect(mark).toMatch(/^(published|assumed)/);
    },
  );

  it('Jianshi: costs come back with 30 days of interest, and 991,000.00 stays a condition', () => {
    const statement = statementOf('07-jianshi-2014');
    // 220,000.00 appraisal + 80,000.00 lawyer + 18,500.50 of 20,000.00 for journeys.
    const costs = 22_000_000n + 8_000_000n + 1_850_050n;
    // Due on 10 October 2016, paid on 9 November: 21 + 9 days.
    const interest = doubled(costs, 30n);
    expect(yuan(interest)).toBe('1672.13');
    expect(itemOf(statement, 'costs')).toMatchObject({
      received: yuan(costs),
      doubledInterest: { fixed: yuan(interest), received: yuan(interest) },
    });
    // The advance is back: 400,000.00 again, of which 1,499.50 by the surplus and 318,500.50 by the defendant.
    expect(statement.pools['special_fund']).toMatchObject({
      in: yuan(40_000_000n + 149_950n + costs),
      spent: yuan(32_000_000n),
      available: '400000.00',
    });
    expect(statement.trialBalance).toMatchObject({ M2: '991000.00', M0: '-991000.00' });
    expect(statement.damageFund).toMatchObject({ received: '0.00' });
    // Nothing was received, so only the sanction counts: 2 % of 1,000,000.00 at grade 3.
    expect(statement.award?.total).toBe(yuan((100_000_000n * 2n) / 100n));
  });

  it('Nanjing: 2,293,112.00 with 60 days of interest on the rest, spent to the last milestone', () => {
    const statement = statementOf('08-nanjing-2020');
    const [restoration, assessment] = [189_311_200n, 40_000_000n];
    expect(yuan(restoration + assessment)).toBe('2293112.00');
    // Of the first 1,000,000.00 the costs take 400,000.00; the rest was due on 19 January, paid on 20 March.
    const rest = restoration - (100_000_000n - assessment);
    const interest = doubled(rest, 12n + 28n + 20n);
    expect(yuan(interest)).toBe('13577.68');
    expect(itemOf(statement, 'restoration')).toMatchObject({
      received: yuan(restoration),
      doubledInterest: { fixed: yuan(interest), received: yuan(interest) },
    });
    const milestones = [30n, 40n, 20n, 10n].map((percent) => (restoration * percent) / 100n);
    expect(milestones.map(yuan)).toEqual(['567933.60', '757244.80', '378622.40', '189311.20']);
    expect(milestones.reduce((sum, each) => sum + each, 0n)).toBe(restoration);
    expect(statement.damageFund).toEqual({
      received: yuan(restoration),
      remitted: yuan(restoration),
      planned: yuan(restoration),
      paid: yuan(restoration),
    });
    // A procuratorate has neither an advance nor an award.
    expect(statement.award).toBeNull();
    expect(statement.pools['special_fund']).toMatchObject({ spent: '0.00' });
  });

  it('Qujing: half the fee comes back, and the award is four fifths of the bands', () => {
    const statement = statementOf('09-qujing-2011');
    // 诉讼费用交纳办法 art 13: the tariff of a claim of 10,000,000.00, band by band; art 15: half of it.
    const tariff =
      5_000n +
      (9_000_000n * 25n) / 1_000n +
      (10_000_000n * 20n) / 1_000n +
      (30_000_000n * 15n) / 1_000n +
      (50_000_000n * 10n) / 1_000n +
      (100_000_000n * 9n) / 1_000n +
      (300_000_000n * 8n) / 1_000n +
      (500_000_000n * 7n) / 1_000n;
    expect([yuan(tariff), yuan(tariff / 2n)]).toEqual(['81800.00', '40900.00']);
    // 81,800.00 + 300,000.00 + 80,000.00 + 20,000.00 went out; all of it came back.
    const advanced = tariff + 30_000_000n + 8_000_000n + 2_000_000n;
    expect(statement.pools['special_fund']).toMatchObject({
      in: yuan(60_000_000n + advanced),
      spent: yuan(advanced),
      available: '600000.00',
    });
    // The second instalment was due on 2 September 2021 and paid on 22 September.
    const interest = doubled(154_000_000n, 20n);
    expect(itemOf(statement, 'restoration')).toMatchObject({
      received: '3080000.00',
      doubledInterest: { received: yuan(interest) },
    });
    // 3 % of the first 1,000,000.00, 2 % of 2,080,000.00, and 0.8 because it was mediated.
    const award = ((100_000_000n * 3n + 208_000_000n * 2n) / 100n) * 4n;
    expect(award % 5n).toBe(0n);
    expect(statement.award).toMatchObject({
      total: yuan(award / 5n),
      shares: [
        { organization: 'o1', amount: yuan(award / 10n) },
        { organization: 'o2', amount: yuan(award / 10n) },
      ],
    });
  });
});
