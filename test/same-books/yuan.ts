/** Yuan as text, and back, in whole fen. */
export const inFen = (yuan: string): bigint => {
  const [whole = '', cents = ''] = yuan.split('.');
  return BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'));
};
export const inYuan = (fen: bigint): string =>
  `${String(fen / 100n)}.${String(fen % 100n).padStart(2, '0')}`;
