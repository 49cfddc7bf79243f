import { z } from 'zod';
import type { Language } from '../errors';
import { oneLine } from './one-line';

/** A notice as it is read: plain text. */
export interface NoticeText {
  /** One line. */
  readonly subject: string;
  /** Lines. */
  readonly body: readonly string[];
}

interface NoticeKind<Facts extends z.ZodType> {
  readonly facts: Facts;
  /** The page of the console on which it goes on. */
  readonly link: string;
  readonly tell: Readonly<Record<Language, (facts: z.output<Facts>) => NoticeText>>;
}

export const noticeKind = <Facts extends z.ZodType>(kind: NoticeKind<Facts>): NoticeKind<Facts> =>
  kind;

/** What people have written: made one line before it is told to anybody. */
export const words = z.string().transform(oneLine);
export const day = z.iso.date();

/** How many pieces of work a reminder names; the rest it counts. */
export const MOST_NAMED = 20;
