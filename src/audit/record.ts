import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { Explanation } from '../law';
import type { Work } from '../platform/work';
import { AuditEvent } from './audit-event.entity';
import { Computation } from './computation.entity';

/** Records, in the act's own transaction, what was done or refused. */
export async function recordAct(
  work: Work,
  action: string,
  content: unknown,
  refusalCode: string | null = null,
): Promise<void> {
  await work.tx.insert(AuditEvent, {
    id: uuidv7(),
    bookId: work.bookId,
    businessOn: work.on,
    person: work.by,
    ...work.from,
    action,
    actKey: work.key,
    outcome: refusalCode === null ? 'accepted' : 'refused',
    refusalCode,
    content: content as object,
  });
}

/** Keeps the explanation of a figure that the act computed; `result` is JSON-safe. */
export async function recordComputation(
  work: Work,
  subject: string,
  explanation: Explanation,
  result: unknown,
): Promise<void> {
  await work.tx.insert(Computation, {
    id: uuidv7(),
    bookId: work.bookId,
    businessOn: work.on,
    actKey: work.key,
    subject,
    rule: explanation.rule,
    ruleVersion: explanation.ruleVersion,
    articles: [...explanation.articles],
    inputs: explanation.inputs as object,
    steps: explanation.steps as object,
    result: result as object,
  });
}

/** Something that was done or refused, outside the acts on a book as well. */
export interface EventToRecord {
  /** What was tried, e.g. `session.begin`. */
  readonly action: string;
  readonly bookId?: number;
  readonly bureauId?: string | null;
  readonly person?: string;
  readonly personId?: string | null;
  readonly sessionId?: string | null;
  readonly address?: string;
  readonly subject?: string;
  /** Present where it was refused. */
  readonly refusalCode?: string;
  readonly beforeHash?: Buffer;
  readonly afterHash?: Buffer;
  /** JSON-safe; no secrets. */
  readonly content?: object;
}

/** Records an event in the caller's transaction. */
export async function recordEvent(tx: EntityManager, event: EventToRecord): Promise<void> {
  const { refusalCode, content = {}, ...facts } = event;
  await tx.insert(AuditEvent, {
    id: uuidv7(),
    ...facts,
    outcome: refusalCode === undefined ? 'accepted' : 'refused',
    refusalCode: refusalCode ?? null,
    content,
  });
}
