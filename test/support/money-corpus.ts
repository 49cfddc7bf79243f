/** Texts that are no amount of yuan, not even nothing. */
export const NO_YUAN: readonly string[] = [
  '1e309',
  '1e2',
  '1E-5',
  '1e-400',
  '1e9e9',
  'NaN',
  'Infinity',
  '-Infinity',
  '0x10',
  '0b11',
  '0o17',
  '1_000',
  '1,000',
  '+1',
  '.5',
  '1.',
  '00012',
  '00.10',
  '',
  'null',
  ' 1 ',
  '1 000',
  '\u200b1',
  '１',
  '１２',
  '\u0661',
  '\u0661\u0662\u0663',
  '१२३',
  '½',
  '-0',
  '--1',
  '-1',
  '0.000',
  '0.001',
  `0.${'0'.repeat(30)}1`,
  '1.0.0',
  '1.2.3',
  '10000000000000',
  '10000000000000.00',
  '99999999999999',
  '9'.repeat(40),
  '9'.repeat(150),
  '1\n',
  '¥1',
];

/** The ways to write nothing: an amount, but none that moves money. */
export const NO_MONEY: readonly string[] = ['0', '0.0', '0.00'];

/** What JSON can write and is no text. */
export const NO_TEXTS: readonly unknown[] = [0.1, 1, 1e21, true, null, ['1'], { yuan: '1' }, {}];

/** Amounts above nothing, as they may be written. */
export const YUAN: readonly string[] = [
  '0.01',
  '0.1',
  '0.5',
  '100',
  '100.1',
  '100.10',
  '999999999999.99',
  '9999999999999.99',
];
