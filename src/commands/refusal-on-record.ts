import { type EventToRecord, recordEvent } from '../audit';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';

/**
 * Runs a command; where a rule refuses it, the trail keeps that, in a transaction of its own: what was
 * tried is rolled back, and nothing else of it is left.
 *
 * @param tried what the trail says was tried; asked only then
 */
export async function refusalOnRecord<T>(
  { dataSource }: FundDatabase,
  tried: () => EventToRecord | Promise<EventToRecord>,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof DomainError) {
      const event = await tried();
      const content = { ...event.content, details: error.details };
      await recordEvent(dataSource.manager, { ...event, refusalCode: error.code, content });
    }
    throw error;
  }
}
