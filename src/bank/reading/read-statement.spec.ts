import fc from 'fast-check';
import {
  camt,
  csv,
  inGb18030,
  type Movement,
  movement,
  numberCell,
  profile,
  rowsOfMovements,
  statementFile,
  statementSheet,
  statementText,
  workbook,
} from '../../../test/bank-statements/files';
import { packedZeros } from '../../../test/documents/files';
import { DEFAULT_PROFILES } from './default-profiles';
import { MOST_ROWS } from './rows';
import { type Format, LARGEST_STATEMENT, readStatement } from './read-statement';
import type { Statement, StatementFault } from './statement';

const OPENING = 1_000_000n;
const SHEET = profile({ kind: 'xlsx' });
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

async function readOf(bytes: Uint8Array, format: Format): Promise<Statement> {
  const reading = await readStatement(bytes, format);
  if (reading.state === 'read') return reading.statement;
  throw new Error(`refused: ${JSON.stringify(reading.faults)}`);
}

async function faultsOf(bytes: Uint8Array, format: Format): Promise<readonly StatementFault[]> {
  const reading = await readStatement(bytes, format);
  if (reading.state === 'refused') return reading.faults;
  throw new Error('it was not refused');
}

const codesOf = async (bytes: Uint8Array, format: Format): Promise<string[]> =>
  (await faultsOf(bytes, format)).map(({ code }) => code);

/** What a line says of a movement. */
const saidOf = ({ lines }: Statement): Movement[] =>
  lines.map(({ on, serial, amount, counterparty, counterpartyAccount: account, remark }) => ({
    ...{ on, serial, amount, counterparty, account, remark },
  }));

/** Letters that stand in GB18030 with two bytes, and what CSV and XML give a meaning. */
const text = fc
  .array(fc.constantFrom(...Array.from('吉林省环境检测有限公司费abZ0189"\',;&<>|')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((letters) => `款${letters.join('')}`);
const amounts = fc.bigInt({ min: -99_999_999n, max: 99_999_999n }).filter((size) => size !== 0n);
const movements = fc
  .array(
    fc.record<Movement>({
      on: fc.constantFrom('2026-03-02', '2026-03-03', '2026-12-31'),
      serial: fc.constant(null),
      amount: amounts,
      counterparty: fc.option(text),
      account: fc.option(fc.stringMatching(/^[1-9][0-9]{9,18}$/)),
      remark: fc.option(text),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((all) =>
    all
      .toSorted((a, b) => (a.on < b.on ? -1 : 1))
      .map((each, place) => ({ ...each, serial: place % 3 === 0 ? `S${String(place)}` : null })),
  );

describe('a bank statement', () => {
  it('is read as it was written: every layout gives the same movements', async () => {
    await fc.assert(
      fc.asyncProperty(movements, fc.bigInt({ min: 0n, max: 10n ** 12n }), async (all, opening) => {
        const closing = all.reduce((sum, { amount }) => sum + amount, opening);
        const written = statementText(opening, all);
        const files: [Uint8Array, Format][] = [
          [utf8(written), profile()],
          [utf8(`\uFEFF${written}`), profile()],
          [inGb18030(written), profile({ encoding: 'gb18030' })],
          [statementSheet(opening, all), SHEET],
          [utf8(camt(opening, all, '02')), 'camt.053'],
          [utf8(camt(opening, all, '08')), 'camt.053'],
        ];
        for (const [bytes, format] of files) {
          const statement = await readOf(bytes, format);
          expect(saidOf(statement)).toEqual(all);
          expect(statement).toMatchObject({ account: '220100123456', opening, closing });
          expect(statement.lines.at(-1)?.balance).toBe(closing);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('may come with the newest first, with signs, or with flags', async () => {
    const newestFirst = csv([
      ['日期', '金额', '余额'],
      ['20260303', '-1.00', '9.00'],
      ['20260302', '10.00', '10.00'],
    ]);
    const signed = profile({
      order: 'newest_first',
      datePattern: 'YYYYMMDD',
      columns: { date: ['日期'], amount: { form: 'signed', amount: ['金额'] }, balance: ['余额'] },
    });
    const flags = profile({
      delimiter: '\t',
      columns: {
        date: ['日期'],
        amount: { form: 'flagged', amount: ['金额'], flag: ['收支'], out: ['支'], in: ['收'] },
      },
    });
    const flagged = csv(
      [
        ['日期', '收支', '金额'],
        ['2026-03-02', '收', '10.00'],
        ['2026-03-03', '支', '1.00'],
      ],
      '\t',
    );
    for (const statement of [
      await readOf(utf8(newestFirst), signed),
      await readOf(utf8(flagged), flags),
    ]) {
      expect(statement.lines.map(({ on, amount }) => [on, amount])).toEqual([
        ['2026-03-02', 1_000n],
        ['2026-03-03', -100n],
      ]);
    }
  });

  it('tells which rows are no movements', async () => {
    const statement = await readOf(statementFile(OPENING, [movement(100n)]), profile());
    expect(statement.skipped).toEqual([5]);
    const pending = camt(OPENING, [movement(100n)]).replace(
      '</Stmt>',
      '<Ntry><Amt Ccy="CNY">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts></Ntry></Stmt>',
    );
    expect((await readOf(utf8(pending), 'camt.053')).skipped).toEqual([2]);
  });

  it('keeps a day of a sheet whichever way the sheet keeps it', async () => {
    const sheet = statementSheet(OPENING, [movement(100n)], (_, __, column) =>
      column === 0 ? numberCell('46083') : undefined,
    );
    expect((await readOf(sheet, SHEET)).lines[0]?.on).toBe('2026-03-02');
  });

  it('is refused with every fault, each with its line and column', async () => {
    const rows = rowsOfMovements(0n, [movement(100n), movement(200n), movement(300n)]);
    const [first = [], second = [], third = []] = rows;
    first[0] = '2026-02-30';
    first[3] = '1e3';
    second[2] = '0x10';
    second[7] = 'a\u0007b';
    third[2] = '3.00';
    third[4] = 'NaN';
    const header = [
      '日期',
      '流水号',
      '借方',
      '贷方',
      '余额',
      '对方户名',
      '对方账号',
      '摘要',
      '币种',
    ];
    expect(await faultsOf(utf8(csv([header, ...rows])), profile())).toEqual([
      { code: 'DATE_INVALID', line: 2, column: '日期' },
      { code: 'AMOUNT_INVALID', line: 2, column: '贷方' },
      { code: 'TEXT_INVALID', line: 3, column: '摘要' },
      { code: 'AMOUNT_INVALID', line: 3, column: '借方' },
      { code: 'BALANCE_INVALID', line: 4, column: '余额' },
      { code: 'AMOUNT_ON_BOTH_SIDES', line: 4, column: '贷方' },
    ]);
  });

  it('is refused where a column is missing, twice there or unknown', async () => {
    const file = csv([['日期', '日期', '贷方', '手续费', '余额']]);
    expect(await faultsOf(utf8(file), profile())).toEqual([
      { code: 'COLUMN_TWICE', line: 1, column: '日期' },
      { code: 'COLUMN_UNKNOWN', line: 1, column: '手续费' },
      { code: 'COLUMN_MISSING', line: 1, column: '借方' },
    ]);
    expect(
      await codesOf(
        utf8(
          csv([
            ['甲', '乙'],
            ['1', '2'],
          ]),
        ),
        profile(),
      ),
    ).toEqual(['HEADER_MISSING']);
  });

  it('is refused where its sums do not hold', async () => {
    const written = statementText(OPENING, [movement(100n), movement(200n), movement(-50n)]);
    const lines = written.split('\r\n');
    const without = (at: number) => utf8(lines.filter((_, place) => place !== at).join('\r\n'));
    expect(await faultsOf(without(4), profile())).toEqual([
      { code: 'BALANCE_BROKEN', line: 5, column: null },
    ]);
    expect(await codesOf(without(3), profile())).toEqual(['OPENING_DIFFERS']);
    expect(await codesOf(without(5), profile())).toEqual(['CLOSING_DIFFERS']);
    const entries = camt(OPENING, [movement(100n)]).replaceAll('>1.00<', '>2.00<');
    expect(await codesOf(utf8(entries), 'camt.053')).toEqual(['CLOSING_DIFFERS']);
  });

  it('is refused where a serial number comes twice', async () => {
    const twice = [movement(100n, { serial: 'A1' }), movement(100n, { serial: 'A1' })];
    expect(await codesOf(statementFile(OPENING, twice), profile())).toEqual(['SERIAL_TWICE']);
  });
});

describe('a hostile file', () => {
  it('is refused in another encoding than its profile says, down to half a character', async () => {
    const file = inGb18030(statementText(OPENING, [movement(100n)]));
    expect(await codesOf(file, profile())).toEqual(['ENCODING']);
    const gb = profile({ encoding: 'gb18030' });
    // The first of two bytes of a character, at the end of the file.
    expect(await codesOf(Buffer.concat([file, Buffer.from([0xb7])]), gb)).toEqual(['ENCODING']);
    expect(await codesOf(Buffer.concat([file, Buffer.from([0])]), gb)).toEqual(['ENCODING']);
  });

  it('is refused where it is empty, too large, or has too many rows', async () => {
    expect(await codesOf(Buffer.alloc(0), profile())).toEqual(['FILE_EMPTY']);
    expect(await codesOf(utf8('\n\n'), profile())).toEqual(['FILE_EMPTY']);
    const large = Buffer.alloc(LARGEST_STATEMENT + 1, 0x20);
    expect(await codesOf(large, profile())).toEqual(['FILE_TOO_LARGE']);
    expect(await codesOf(large, 'camt.053')).toEqual(['FILE_TOO_LARGE']);
    expect(await codesOf(utf8('a\n'.repeat(MOST_ROWS + 1)), profile())).toEqual(['TOO_MANY_ROWS']);
  });

  it('is refused where it is no CSV', async () => {
    expect(await faultsOf(utf8('日期,借方\n"x,1\n'), profile())).toMatchObject([
      { code: 'NOT_CSV' },
    ]);
    expect(await codesOf(utf8(Array(300).fill('a').join(',')), profile())).toEqual(['NOT_CSV']);
  });

  it('is refused where it is no workbook, or an archive that would grow', async () => {
    expect(await codesOf(utf8('PK'), SHEET)).toEqual(['NOT_XLSX']);
    expect(await codesOf(workbook([]).subarray(0, 200), SHEET)).toEqual(['ARCHIVE']);
    const sheet = { name: 'xl/worksheets/sheet1.xml', content: '' };
    const zeros = { name: 'xl/media/a', content: '', packed: packedZeros(3), saysSize: 62_914_560 };
    expect(await codesOf(workbook([], [zeros]), SHEET)).toEqual(['ARCHIVE']);
    const liar = { ...sheet, packed: packedZeros(3), saysSize: 1_000 };
    expect(await codesOf(workbook([], [liar]), SHEET)).toEqual(['ARCHIVE']);
    expect(await codesOf(workbook([], [{ ...sheet, encrypted: true }]), SHEET)).toEqual([
      'ARCHIVE',
    ]);
    const macros = { name: 'xl/vbaProject.bin', content: 'x' };
    expect(await codesOf(workbook([], [macros]), SHEET)).toEqual(['ARCHIVE']);
    const bomb = { ...sheet, content: '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>' };
    expect(await codesOf(workbook([], [bomb]), SHEET)).toEqual(['XML']);
  });

  it('is refused where a cell is computed, an error, or a number with more than two decimals', async () => {
    const sheet = statementSheet(
      OPENING,
      [movement(100n), movement(100n), movement(100n), movement(100n)],
      (_, row, column) => {
        if (row === 0 && column === 3) {
          return { attributes: '', inside: '<f>SUM(A1:A9)</f><v>1</v>' };
        }
        if (row === 1 && column === 4) return { attributes: 't="e"', inside: '<v>#REF!</v>' };
        if (row === 2 && column === 3) return numberCell('1.005');
        return row === 3 && column === 3 ? numberCell('1E+2') : undefined;
      },
    );
    expect(await faultsOf(sheet, SHEET)).toEqual([
      { code: 'FORMULA', line: 3, column: '贷方' },
      { code: 'CELL_ERROR', line: 4, column: '余额' },
      { code: 'AMOUNT_INVALID', line: 5, column: '贷方' },
      { code: 'AMOUNT_INVALID', line: 6, column: '贷方' },
    ]);
  });

  it('is refused as camt.053 with a DOCTYPE, another currency, another message, or many statements', async () => {
    const good = camt(OPENING, [movement(100n)]);
    const asCamt = (file: string) => faultsOf(utf8(file), 'camt.053');
    expect(await asCamt(good.replace('<Document', '<!DOCTYPE a><Document'))).toEqual([
      { code: 'XML', line: null, column: 'doctype' },
    ]);
    expect(await asCamt(good.replace('检测费', '&xxe;'))).toMatchObject([{ column: 'entity' }]);
    expect(await asCamt(good.replaceAll('CNY', 'USD'))).toContainEqual({
      ...{ code: 'CURRENCY', line: 1, column: 'Amt' },
    });
    for (const amount of ['0x10', '1e3', '1,000.00', 'NaN', '1.001', '-1.00']) {
      expect(await asCamt(good.replaceAll('>1.00<', `>${amount}<`))).toEqual([
        { code: 'AMOUNT_INVALID', line: 1, column: 'Amt' },
      ]);
    }
    expect(await asCamt(good.replace('camt.053', 'camt.052'))).toMatchObject([
      { code: 'NOT_CAMT' },
    ]);
    const statement = /<Stmt>.*<\/Stmt>/s.exec(good)?.[0] ?? '';
    expect(await asCamt(good.replace(statement, statement + statement))).toMatchObject([
      { code: 'STATEMENTS_MANY' },
    ]);
  });

  it('never ends otherwise than read or refused, whatever its bytes', async () => {
    const good = [statementFile(OPENING, [movement(5n)]), statementSheet(OPENING, [movement(5n)])];
    const damaged = fc
      .tuple(fc.constantFrom(...good), fc.nat(), fc.uint8Array({ maxLength: 6 }))
      .map(([file, place, bytes]) => {
        const at = place % file.length;
        return Buffer.concat([file.subarray(0, at), bytes, file.subarray(at + bytes.length)]);
      });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array(), damaged), async (bytes) => {
        for (const format of [profile(), SHEET, 'camt.053'] as const) {
          expect(['read', 'refused']).toContain((await readStatement(bytes, format)).state);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the profiles that ship', () => {
  it.each(DEFAULT_PROFILES.map(({ name, profile: shipped }) => [name, shipped] as const))(
    'read a file of their layout: %s',
    async (_, shipped) => {
      const { date, amount, balance = [] } = shipped.columns;
      const day = shipped.datePattern
        .replace('YYYY', '2026')
        .replace('MM', '03')
        .replace('DD', '02')
        .replace('HH:mm:ss', '10:20:30');
      const [words, cells] =
        amount.form === 'two_columns'
          ? [
              [amount.out[0], amount.in[0]],
              ['', '1.00'],
            ]
          : amount.form === 'signed'
            ? [[amount.amount[0]], ['1.00']]
            : [
                [amount.amount[0], amount.flag[0]],
                ['1.00', amount.in[0]],
              ];
      const rows = [
        [date[0], ...words, balance[0], ...shipped.ignored],
        [day, ...cells, '3.00'],
      ].map((row) => row.map((cell) => cell ?? ''));
      const file =
        shipped.kind === 'xlsx'
          ? workbook(rows)
          : shipped.encoding === 'utf-8'
            ? utf8(csv(rows))
            : inGb18030(csv(rows));
      expect(await readOf(file, shipped)).toMatchObject({
        opening: 200n,
        closing: 300n,
        lines: [{ on: '2026-03-02', amount: 100n }],
      });
    },
  );
});
