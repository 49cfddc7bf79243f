/** A line that is longer is cut. */
const LONGEST = 200;

/**
 * What somebody has written, as one line: without line breaks, controls and the signs that turn the
 * direction of reading, so that it adds no line to a text and no header to a message.
 */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const signs = Array.from(line);
  return signs.length <= LONGEST ? line : `${signs.slice(0, LONGEST - 1).join('')}…`;
}
