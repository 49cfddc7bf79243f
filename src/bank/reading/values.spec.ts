import fc from 'fast-check';
import { formatYuan } from '../../money';
import { dayOfSheet, dayParser, parseNumberCell, parseStatedAmount } from './values';

const AMOUNT = fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n });
const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

describe('an amount of a bank statement', () => {
  it('is read as it was written, with and without thousands separators', () => {
    fc.assert(
      fc.property(AMOUNT, (amount) => {
        const text = formatYuan(amount);
        expect(parseStatedAmount(text)).toBe(amount);
        expect(parseStatedAmount(grouped(text))).toBe(amount);
        expect(parseNumberCell(text)).toBe(amount);
      }),
    );
  });

  it.each([
    ...['', ' ', '0x10', '1e3', '1E+3', 'NaN', 'Infinity', '.5', '5.', '1.234', '--1', '+-1'],
    ...['1,00', '1,0000', ',100', '1,,000', '12,34.00', '1000,000.00', '01', '00.10', '1 000'],
    ...['¥1.00', '1.00元', '１', '(1.00)', '10000000000000.00', '9,999,999,999,999,999.00'],
  ])('is never read from %j', (text) => {
    expect(parseStatedAmount(text)).toBeUndefined();
  });

  it('is exact in a cell of numbers, where programs write digits that they do not show', () => {
    expect(parseNumberCell('33.990000000000002')).toBe(3_399n);
    expect(parseNumberCell('1234.5599999999999')).toBe(123_456n);
    expect(parseNumberCell('-0.1')).toBe(-10n);
  });

  it.each([
    '12.345',
    '1.005',
    '1.0049999999999999',
    '1234567890123.456',
    '1E+3',
    '1e-2',
    '0x10',
    '',
  ])('is never read from %j in a cell of numbers', (text) => {
    expect(parseNumberCell(text)).toBeUndefined();
  });
});

describe('a day of a bank statement', () => {
  it('is read by its pattern, with what stands around it', () => {
    expect(dayParser('YYYY-MM-DD')('2026-03-02')).toBe('2026-03-02');
    expect(dayParser('YYYY年MM月DD日')('2026年03月02日')).toBe('2026-03-02');
    expect(dayParser('YYYYMMDD HH:mm:ss')('20260302 23:59:59')).toBe('2026-03-02');
    expect(dayParser('DD.MM.YYYY')('02.03.2026')).toBe('2026-03-02');
  });

  it.each(['2026-02-30', '2026-3-2', '2026/03/02', '2026-03-02 ', '0026-03-02', ''])(
    'is not read from %j',
    (text) => {
      expect(dayParser('YYYY-MM-DD')(text)).toBeUndefined();
    },
  );

  it('stands in a sheet as a count from 1900', () => {
    expect(dayOfSheet('46083')).toBe('2026-03-02');
    expect(dayOfSheet('46083.999')).toBe('2026-03-02');
    expect(dayOfSheet('60')).toBeUndefined();
    expect(dayOfSheet('999999')).toBeUndefined();
  });
});
