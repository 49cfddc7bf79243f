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
