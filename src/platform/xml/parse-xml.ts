import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Why XML is not read at all. */
export const XML_FAULTS = [
  'encoding',
  'doctype',
  'processing_instruction',
  'not_well_formed',
  'entity',
  'active_content',
] as const;
export type XmlFault = (typeof XML_FAULTS)[number];

/** XML that is hostile or broken; nothing of it is used. */
export class XmlRefused extends Error {
  constructor(readonly fault: XmlFault) {
    super(fault);
  }
}

/** An element with its name resolved: prefixes are anybody's choice. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** What stands directly in it, without white space around it. */
  readonly text: string;
}

const DEEPEST = 64;
const DECLARED_ENCODING = /^<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']/;
const UTF_8 = /^utf-?8$/i;
/** GB18030 holds the older two. */
const GB = /^(gb18030|gbk|gb2312)$/i;

const ACTIVE_NAMESPACE =
  /^http:\/\/www\.w3\.org\/(2000\/svg|1999\/xhtml|1999\/xsl\/transform|1998\/math\/mathml)$|mozilla\.org\/keymaster|^urn:schemas-microsoft-com:xslt$/i;
const ACTIVE_NAME = /^(svg|html|script|iframe|stylesheet)$/i;

const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  // The five that need no declaration are resolved below; no others are known.
  processEntities: false,
  ignoreDeclaration: true,
  cdataPropName: '#cdata',
  maxNestedTags: DEEPEST,
});

/** As the parser gives it: one member that is the element, and its attributes. */
type Node = Readonly<Record<string, unknown>>;
type Prefixes = Readonly<Record<string, string>>;

function decode(bytes: Uint8Array): string {
  const declared = DECLARED_ENCODING.exec(
    Buffer.from(bytes.subarray(0, 200))
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, ''),
  )?.[1];
  const encoding = declared === undefined || UTF_8.test(declared) ? 'utf-8' : 'gb18030';
  if (declared !== undefined && !UTF_8.test(declared) && !GB.test(declared)) {
    throw new XmlRefused('encoding');
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlRefused('encoding');
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

function resolveEntities(text: string): string {
  return text.replace(/&(?:([^;&]{1,10});)?/g, (_, found?: string) => {
    const name = found ?? '';
    const [, decimal, hexadecimal] = /^#(?:([0-9]{1,7})|x([0-9a-fA-F]{1,6}))$/.exec(name) ?? [];
    const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known !== undefined) return known;
    const point = decimal ? parseInt(decimal, 10) : parseInt(hexadecimal ?? '', 16);
    const isCharacter = point >= 0x20 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    if (!isCharacter) throw new XmlRefused('entity');
    return String.fromCodePoint(point);
  });
}

function textOf(content: readonly Node[]): string {
  return content
    .map((node) => {
      const { '#text': text, '#cdata': cdata } = node;
      if (typeof text === 'string') return resolveEntities(text);
      const [raw] = Array.isArray(cdata) ? (cdata as Readonly<Record<string, string>>[]) : [];
      return raw?.['#text'] ?? '';
    })
    .join('')
    .trim();
}

const tagOf = (node: Node): string | undefined =>
  Object.keys(node).find((name) => name !== ':@' && !name.startsWith('#'));

function elementOf(node: Node, tag: string, inherited: Prefixes): XmlElement {
  const attributes = Object.fromEntries(
    Object.entries((node[':@'] ?? {}) as Record<string, string>).map(([name, value]) => [
      name,
      resolveEntities(value),
    ]),
  );
  const declared = Object.entries(attributes)
    .filter(([name]) => /^xmlns(:|$)/.test(name))
    .map(([name, value]) => [name.slice('xmlns:'.length), value]);
  const prefixes: Prefixes = { ...inherited, ...(Object.fromEntries(declared) as Prefixes) };
  const [name = '', prefix = ''] = tag.split(':').reverse();
  const namespace = prefixes[prefix] ?? '';
  if (ACTIVE_NAME.test(name) || ACTIVE_NAMESPACE.test(namespace)) {
    throw new XmlRefused('active_content');
  }
  const content = node[tag] as readonly Node[];
  const children = content.flatMap((child) => {
    const childTag = tagOf(child);
    return childTag === undefined ? [] : [elementOf(child, childTag, prefixes)];
  });
  return { name, namespace, attributes, children, text: textOf(content) };
}

function parse(text: string): readonly Node[] {
  if (XMLValidator.validate(text) !== true) throw new XmlRefused('not_well_formed');
  try {
    return PARSER.parse(text) as readonly Node[];
  } catch {
    throw new XmlRefused('not_well_formed');
  }
}

/**
 * Reads XML that may be hostile. What could reach beyond the text or grow out of it is refused before
 * anything is parsed: DOCTYPE with its entities, and instructions to programs.
 *
 * @throws XmlRefused
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  const text = decode(bytes);
  if (text.includes('\0')) throw new XmlRefused('encoding');
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(text)) throw new XmlRefused('doctype');
  if (/<\?(?!xml[\s?])/i.test(text)) throw new XmlRefused('processing_instruction');
  const roots = parse(text).flatMap((node) => {
    const tag = tagOf(node);
    return tag === undefined ? [] : [{ node, tag }];
  });
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw new XmlRefused('not_well_formed');
  return elementOf(root.node, root.tag, {});
}
