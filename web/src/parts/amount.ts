/** Amounts as the service writes them: strings of yuan with two decimals. Never numbers. */
const CANONICAL = /^-?(?:0|[1-9]\d{0,12})\.\d{2}$/;
const TYPED = /^0*(\d{1,13})(?:\.(\d{0,2}))?$/;

/** What a person types or pastes, as the service takes it; undefined where it is no amount. */
export function parseAmount(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replaceAll(/[\s,¥元]/g, '');
  const [, yuan, cents = ''] = TYPED.exec(plain) ?? [];
  return yuan === undefined ? undefined : `${yuan}.${cents.padEnd(2, '0')}`;
}

/** With a comma after every three digits: `1,234.56`. What is no amount stays as it is. */
export function withThousands(amount: string): string {
  return CANONICAL.test(amount) ? amount.replaceAll(/\B(?=(?:\d{3})+\.)/g, ',') : amount;
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];

/** Up to four digits in capital numerals. */
function groupInWords(group: string): string {
  const words = Array.from(group).map((char, index) => {
    const place = PLACES[group.length - 1 - index] ?? '';
    return char === '0' ? '零' : `${DIGITS.charAt(parseInt(char, 10))}${place}`;
  });
  return words
    .join('')
    .replaceAll(/零{2,}/g, '零')
    .replace(/零$/, '');
}

/** A whole number without zeros before it, in capital numerals. */
function wholeInWords(digits: string): string {
  if (digits.length <= 4) return groupInWords(digits);
  const [unit, size] = digits.length > 8 ? ['亿', 8] : ['万', 4];
  const head = `${wholeInWords(digits.slice(0, -size))}${unit}`;
  const low = digits.slice(-size);
  const rest = low.replace(/^0+/, '');
  return rest === '' ? head : head + (low.startsWith('0') ? '零' : '') + wholeInWords(rest);
}

/** In capital numerals (大写金额), as on vouchers; what is no amount gives nothing. */
export function amountInWords(amount: string): string {
  if (!CANONICAL.test(amount)) return '';
  const [yuan = '0', cents = '00'] = amount.replace('-', '').split('.');
  const [jiao, fen] = Array.from(cents).map((char) => DIGITS.charAt(parseInt(char, 10)));
  const head = yuan === '0' ? '' : `${wholeInWords(yuan)}元`;
  const tail = [
    cents.startsWith('0') ? '' : `${jiao ?? ''}角`,
    cents.endsWith('0')
      ? '整'
      : `${cents.startsWith('0') && head !== '' ? '零' : ''}${fen ?? ''}分`,
  ].join('');
  if (yuan === '0' && cents === '00') return '零元整';
  return `${amount.startsWith('-') ? '负' : ''}${head}${tail}`;
}

const inFen = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** Whether an amount is no more than another. */
export const isAtMost = (amount: string, most: string): boolean => inFen(amount) <= inFen(most);

/** The sum of amounts, exact. */
export function sumOfAmounts(amounts: readonly string[]): string {
  const fen = amounts.reduce((sum, amount) => sum + inFen(amount), 0n);
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
