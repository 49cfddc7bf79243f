import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { toCsv } from './csv';

describe('rows as CSV', () => {
  it('begin with a byte order mark, and quote what must be quoted', () => {
    expect(
      toCsv([
        ['案号', '金额'],
        ['a,"b"\nc', '-1.00'],
      ]),
    ).toBe('\uFEFF案号,金额\r\n"a,""b""\nc",-1.00\r\n');
  });

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1'])(
    'show %j as a text and never as a formula',
    (text) => {
      const read: unknown = parse(toCsv([[text]]), { bom: true, record_delimiter: '\r\n' });
      expect(read).toEqual([[`'${text}`]]);
    },
  );

  it('are read again as they were, whatever stands in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1, maxLength: 5 }),
        (rows) => {
          const read: unknown = parse(toCsv(rows.map(([a, b]) => [`x${a}`, `x${b}`])), {
            bom: true,
            record_delimiter: '\r\n',
          });
          expect(read).toEqual(rows.map(([a, b]) => [`x${a}`, `x${b}`]));
        },
      ),
    );
  });
});
