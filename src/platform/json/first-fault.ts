const SPACE = /[ \t\n\r]*/y;
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERAL = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

/** What may come next, while no more than the grammar is known. */
type Awaited =
  'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'none';

/** The end of what the pattern finds at the place, or the place itself. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/**
 * Where a text stops being JSON (RFC 8259): the position of the first sign, or token, that cannot stand
 * there, in UTF-16 units; undefined for a text that is JSON. JavaScript's own parser does not say it for
 * every fault.
 */
export function firstFault(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let awaited: Awaited = 'value';
  const afterValue = (): Awaited => (open.length === 0 ? 'none' : 'comma or end');
  for (let at = endOf(SPACE, text, 0); at < text.length; at = endOf(SPACE, text, at)) {
    const sign = text[at] ?? '';
    const isValue = awaited === 'value' || awaited === 'value or end';
    const isName = awaited === 'name' || awaited === 'name or end';
    const closes = awaited.endsWith('or end') && sign === (open.at(-1) === '{' ? '}' : ']');
    const token =
      closes || '{[,:'.includes(sign) ? at + 1 : endOf(isName ? TEXT : LITERAL, text, at);
    const end = isValue && token === at ? endOf(TEXT, text, at) : token;
    if (end === at) return at;
    if (closes) {
      open.pop();
      awaited = afterValue();
    } else if (sign === '{' || sign === '[') {
      if (!isValue) return at;
      open.push(sign);
      awaited = sign === '{' ? 'name or end' : 'value or end';
    } else if (sign === ',') {
      if (awaited !== 'comma or end') return at;
      awaited = open.at(-1) === '{' ? 'name' : 'value';
    } else if (sign === ':') {
      if (awaited !== 'colon') return at;
      awaited = 'value';
    } else if (isName) {
      awaited = 'colon';
    } else {
      if (!isValue) return at;
      awaited = afterValue();
    }
    at = end;
  }
  return awaited === 'none' ? undefined : text.length;
}
