import type { Language } from '../errors';
import type { NoticeText } from './notice-kind';
import { NOTICE_KINDS, type NoticeKindName, NOTICES } from './notice-kinds';
import { oneLine } from './one-line';

/** A notice ready to be read. */
export interface RenderedNotice {
  readonly subject: string;
  readonly text: string;
  /** Path of the page of the console on which it goes on. */
  readonly link: string;
}

const CLOSING: Readonly<Record<Language, string>> = {
  zh: '此邮件由系统自动发送，请勿回复。',
  en: 'This message was sent by the system; replies are not read.',
};
const OPEN: Readonly<Record<Language, (address: string) => string>> = {
  zh: (address) => `请登录系统办理：${address}`,
  en: (address) => `Sign in to go on: ${address}`,
};

const isKnown = (kind: string): kind is NoticeKindName =>
  NOTICE_KINDS.some((known) => known === kind);

/** Fills the `:names` of a path with facts of that name. */
const linkOf = (link: string, facts: object): string =>
  link.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((facts as Record<string, unknown>)[name])),
  );

/**
 * The text of a notice. Nothing that anybody wrote makes a second line in its subject, or a line of its
 * own in the text.
 *
 * @param kind and facts as stored
 * @param publicUrl how browsers reach the console; without it the text names the page only
 * @throws Error where the facts are not those of the kind: a defect
 */
export function renderNotice(
  kind: string,
  facts: unknown,
  language: Language,
  publicUrl?: string,
): RenderedNotice {
  if (!isKnown(kind)) throw new Error(`no text tells ${kind}`);
  const of = NOTICES[kind];
  const known = of.facts.parse(facts);
  // Each kind takes its own facts, which were checked just before.
  const tell = of.tell[language] as (given: object) => NoticeText;
  const { subject, body } = tell(known);
  const link = linkOf(of.link, known);
  const address = `${publicUrl?.replace(/\/+$/, '') ?? ''}${link}`;
  const lines = [...body, '', OPEN[language](address), '', CLOSING[language]];
  return { subject: oneLine(subject), text: `${lines.join('\n')}\n`, link };
}
